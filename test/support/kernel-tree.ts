import {
  brownian,
  constant,
  cosine,
  type Kernel,
  linear,
  matern12,
  matern32,
  matern52,
  periodic,
  polynomial,
  productKernel,
  rationalQuadratic,
  rbf,
  sumKernel,
} from "pml/gp";

/** A kernel as the fixture files hold it: `kind` with Pyro's parameter names, or `Sum` / `Product` of two. */
export type KernelTree = Readonly<{ kind: string; left?: KernelTree; right?: KernelTree }> &
  Readonly<Record<string, unknown>>;

type Named = Record<string, number>;

const elementary: Readonly<Record<string, (named: Named) => Kernel>> = {
  RBF: rbf,
  Matern12: matern12,
  Matern32: matern32,
  Matern52: matern52,
  Brownian: brownian,
  Cosine: cosine,
  Periodic: periodic,
  RationalQuadratic: ({ scale_mixture, ...others }) =>
    rationalQuadratic({ ...others, scaleMixture: scale_mixture }),
  Linear: linear,
  Polynomial: polynomial,
  Constant: constant,
};

/** The library's kernel for a tree; throws for a kind that is not known. */
export function kernelOfTree(tree: KernelTree): Kernel {
  const { kind, left, right, ...named } = tree;
  if (kind === "Sum") return sumKernel(kernelOfTree(left!), kernelOfTree(right!));
  if (kind === "Product") return productKernel(kernelOfTree(left!), kernelOfTree(right!));
  const make = elementary[kind];
  if (make === undefined) throw new Error(`no kernel of kind ${kind}`);
  return make(named as Named);
}

/** The file's name of one of the library's parameters. */
export function fileNameOf(parameter: string): string {
  return parameter.replace("scaleMixture", "scale_mixture");
}

/** The prior variance that the tree's parts add up or multiply to at distance 0: the scale of its matrices. */
export function varianceScale(tree: KernelTree): number {
  if (tree.kind === "Sum") return varianceScale(tree.left!) + varianceScale(tree.right!);
  if (tree.kind === "Product") return varianceScale(tree.left!) * varianceScale(tree.right!);
  return Number(tree.variance);
}
