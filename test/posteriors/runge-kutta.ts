import { add, mul, type Real, type Scalar, type Scanned, scan } from "pml/autodiff";

/** States by name. */
type States<Name extends string> = Readonly<Record<Name, Scalar>>;

/**
 * Solves ordinary differential equations by the classical rule of Runge and Kutta with a fixed step; `after` holds the states at
 * `from + step`, `from + 2 step`, ...
 */
export function rungeKutta<Name extends string>(
  start: Readonly<Record<Name, Real>>,
  { from, step, count }: { readonly from: number; readonly step: number; readonly count: number },
  derivative: (state: States<Name>, time: Scalar) => Readonly<Record<Name, Real>>,
): Scanned<Name> {
  const names = Object.keys(start) as Name[];
  const time = Array.from({ length: count }, (_, i) => from + i * step);
  const combine = (of: (name: Name) => Real) =>
    Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Scalar>;
  return scan({ time }, start, (state, at) => {
    const moved = (slope: Readonly<Record<Name, Real>>, by: number) =>
      combine((name) => add(state[name], mul(by, slope[name])));
    const middle = add(at.time, step / 2);
    const k1 = derivative(state, at.time);
    const k2 = derivative(moved(k1, step / 2), middle);
    const k3 = derivative(moved(k2, step / 2), middle);
    const k4 = derivative(moved(k3, step), add(at.time, step));
    return combine((name) =>
      add(state[name], mul(step / 6, add(add(k1[name], k4[name]), mul(2, add(k2[name], k3[name]))))),
    );
  });
}
