/** Writes down which calls a port gets. */
export const noting = <Port extends object>(port: Port, name: string, calls: string[]): Port =>
  new Proxy(port, {
    get: (target, method) => {
      const value = Reflect.get(target, method);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls.push(`${name}.${String(method)}`);
        return value.apply(target, args);
      };
    },
  });
