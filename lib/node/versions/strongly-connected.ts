// @silent: only tells what a program is

/** Strongly connected components, those first that others lead to (Tarjan 1972). */
export function stronglyConnected<Node>(
  nodes: readonly Node[],
  next: (node: Node) => readonly Node[],
): Node[][] {
  const groups: Node[][] = [];
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const stack: Node[] = [];
  const onStack = new Set<Node>();
  const visit = (node: Node) => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    stack.push(node);
    onStack.add(node);
    for (const each of next(node)) {
      if (!order.has(each)) {
        visit(each);
        low.set(node, Math.min(low.get(node)!, low.get(each)!));
      } else if (onStack.has(each)) low.set(node, Math.min(low.get(node)!, order.get(each)!));
    }
    if (low.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    for (const each of group) onStack.delete(each);
    groups.push(group);
  };
  for (const node of nodes) if (!order.has(node)) visit(node);
  return groups;
}
