/** Names of Stan's columns beside ours: Stan counts from 1 and writes indices after points, we from 0 in brackets. */

/** A column of CmdStan: variable, tuple fields after colons, indices after points, the part of a complex number. */
const columnForm = /^[A-Za-z]\w*(?:\.[1-9]\d*)*(?::[1-9]\d*(?:\.[1-9]\d*)*)*(?:\.(?:real|imag))?$/;

/** The same of ours. */
const nameForm = /^[A-Za-z]\w*(?:\[\d+(?:,\d+)*\])?(?::[1-9]\d*(?:\[\d+(?:,\d+)*\])?)*(?:\.(?:real|imag))?$/;

/**
 * The column of a name: `x[0]` is `x.1`, an element of a matrix `theta[0,1]` is `theta.1.2`, of a tuple `pair:2[0]` is `pair:2.1`, of
 * a complex vector `z[0].real` is `z.1.real`. Other names stay as they are.
 */
export function toColumn(name: string): string {
  if (!nameForm.test(name)) return name;
  return name.replaceAll(/\[([\d,]+)\]/g, (_, indices: string) =>
    indices
      .split(",")
      .map((index) => `.${Number(index) + 1}`)
      .join(""),
  );
}

/** The name of a column: the inverse of {@link toColumn}. */
export function fromColumn(column: string): string {
  if (!columnForm.test(column)) return column;
  return column.replaceAll(/(?:\.\d+)+/g, (indices) => {
    const fromNought = indices
      .slice(1)
      .split(".")
      .map((index) => Number(index) - 1);
    return `[${fromNought.join(",")}]`;
  });
}
