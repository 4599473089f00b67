import { type Sprite, spriteUri } from "./digit-image.js";

/** A view through which one image of a sprite is seen. */
export interface SpriteWindow extends Sprite {
  /** Width of the window in CSS pixels; its height keeps the images' proportions. */
  readonly size: number;
  /** Vega expressions for the image's place in the sprite, counted from 0. */
  readonly column: string;
  readonly row: string;
  /** A Vega expression for what the pointer tells. */
  readonly tooltip: string;
}

/**
 * A window on a sprite: the picture of all images, moved behind it so that the chosen one is seen. One picture instead of
 * hundreds, and nothing is fetched.
 */
export function spriteWindow({ size, column, row, tooltip, ...sprite }: SpriteWindow) {
  const height = (size * sprite.rows) / sprite.columns;
  return {
    data: { values: [{}] },
    width: size,
    height,
    mark: {
      type: "image",
      url: spriteUri(sprite),
      x: { expr: `0 - ${size} * (${column})` },
      y: { expr: `0 - ${height} * (${row})` },
      width: size * sprite.perRow,
      height: (height * sprite.images.length) / sprite.perRow,
      align: "left",
      baseline: "top",
      aspect: false,
      smooth: false,
      clip: true,
      tooltip: { expr: tooltip },
    },
  };
}
