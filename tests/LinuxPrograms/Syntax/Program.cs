// JavaScript, parsed: tokens, the tree, errors.

using Acornima;
using Acornima.Ast;

internal static class SyntaxProgram
{
    private const string Text = """
        import { a as b } from './module.js';
        export default async function f(x, { y = 2, ...z }) { for await (const v of x?.list ?? []) { yieldTo(v ** y, `t${z}`); } }
        class C { static #p = /a(?<n>b)+/giu; get q() { return C.#p; } static { this.r = 1_000n; } }
        label: while (true) { switch (b) { case 1: break label; default: continue label; } }
        """;

    internal static void Main()
    {
        Module module = new Parser(new ParserOptions { EcmaVersion = EcmaVersion.Latest }).ParseModule(Text);
        foreach (Statement statement in module.Body)
        {
            Console.WriteLine($"{statement.Type} {statement.Location} "
                + $"{string.Join(' ', statement.DescendantNodes().Select(node => node.Type))}");
        }

        var tokenizer = new Tokenizer("let s = 'a\\u00e4' + 0x1F / 2.5e3;");
        while (tokenizer.GetToken() is { Kind: not TokenKind.EOF } token)
        {
            Console.Write($"{token.Kind}:{token.Value} ");
        }

        Console.WriteLine();
        foreach (string wrong in (string[])["let let = 1", "function (", "a => { return", "class { }", "'open", "/(/"])
        {
            try
            {
                _ = new Parser().ParseScript(wrong, strict: true);
                Console.WriteLine("taken");
            }
            catch (ParseErrorException e)
            {
                Console.WriteLine($"{e.LineNumber}:{e.Column} {e.Description}");
            }
        }

        Expression expression = new Parser().ParseExpression("1 + 2 * (3 - 4) ** 2");
        Console.WriteLine(Value(expression));
    }

    private static double Value(Node node) => node switch
    {
        NumericLiteral literal => literal.Value,
        BinaryExpression { Operator: Operator.Addition } b => Value(b.Left) + Value(b.Right),
        BinaryExpression { Operator: Operator.Subtraction } b => Value(b.Left) - Value(b.Right),
        BinaryExpression { Operator: Operator.Multiplication } b => Value(b.Left) * Value(b.Right),
        BinaryExpression { Operator: Operator.Exponentiation } b => Math.Pow(Value(b.Left), Value(b.Right)),
        _ => throw new NotSupportedException(node.Type.ToString()),
    };
}
