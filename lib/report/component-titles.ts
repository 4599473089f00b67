/** A component of a mixture as its title names it. */
export interface TitledComponent {
  readonly weight: number;
  /** The digit of most of its test images, and their share; a share of 0 means that it has none. */
  readonly majority: { readonly label: number; readonly share: number };
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** Two lines for each component, its weight and its majority digit with its share: "12 %" and "3: 86 %". */
export function componentTitles(components: readonly TitledComponent[]): string[] {
  return components.map(({ weight, majority: { label, share } }) => {
    const digit = share > 0 ? `${label}: ${percent(share)}` : "no image";
    return `${percent(weight)}\n${digit}`;
  });
}

/** One line for each component, its number from 1 and its majority digit: "2: 7". */
export function componentNames(components: readonly Pick<TitledComponent, "majority">[]): string[] {
  return components.map(
    ({ majority: { label, share } }, k) => `${k + 1}: ${share > 0 ? label : "no test image"}`,
  );
}
