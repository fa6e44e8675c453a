// JavaScript, interpreted: the language's newer parts, calls in both directions, limits.

using Jint;
using Jint.Native;
using Jint.Runtime;

internal static class ScriptProgram
{
    private const string Text = """
        class Shape { #name; constructor(name) { this.#name = name; } get name() { return this.#name; } area() { return 0; } }
        class Square extends Shape { constructor(side) { super('square'); this.side = side; } area() { return this.side ** 2; } }
        function* primes() { outer: for (let n = 2; ; n++) { for (let d = 2; d * d <= n; d++) if (n % d === 0) continue outer; yield n; } }
        const first = []; for (const p of primes()) { if (first.length === 12) break; first.push(p); }
        const { a, ...rest } = { a: 1, b: 2, c: [3, { d: 4 }] };
        log(first.join(','));
        log(`${new Square(7).name} ${new Square(7).area()}`);
        log(JSON.stringify({ a, rest, date: new Date(0).toISOString(), n: 0.1 + 0.2, big: String(2n ** 80n) }));
        log('2026-11-29'.replace(/(?<y>\d+)-(?<m>\d+)-(?<d>\d+)/, '$<d>.$<m>.$<y>'));
        log([...new Map([[1, 'x'], [2, 'y']]).entries()].flat().toString());
        log([5, 1, 10, 2].sort((x, y) => x - y), [..."häß😀"].length, typeof Symbol.iterator);
        try { null.f(); } catch (e) { log(e instanceof TypeError); }
        var sum = add(20, 22);
        """;

    internal static void Main()
    {
        using var engine = new Engine(options => options.LimitRecursion(200).MaxStatements(1_000_000));
        engine.SetValue("log", new Action<JsValue, JsValue, JsValue>((a, b, c) => Console.WriteLine($"{a}|{b}|{c}")));
        engine.SetValue("add", new Func<double, double, double>((a, b) => a + b));
        engine.Execute(Text);
        Console.WriteLine(engine.GetValue("sum").AsNumber());
        Console.WriteLine(engine.Evaluate("let f = n => n < 2 ? n : f(n - 1) + f(n - 2); f(17)").AsNumber());
        foreach (string wrong in (string[])["undefinedName + 1", "let r = n => r(n + 1); r(0)", "for (;;) {}", "throw { code: 7 }",
            "let x = ;"])
        {
            try
            {
                engine.Evaluate(wrong);
            }
            catch (Exception e) when (e is JavaScriptException or RecursionDepthOverflowException
                or StatementsCountOverflowException or Acornima.ParseErrorException)
            {
                Console.WriteLine($"{e.GetType().Name}: {e.Message}");
            }
        }
    }
}
