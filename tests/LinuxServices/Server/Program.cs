// A service of the system in real .NET: the work of services/Calculator and services/Hello, with the whole library. With the argument
// greet
// it is a program that ends.

using System.Numerics;
using System.Text.RegularExpressions;
using RustKernel;
using RustKernel.Services;

internal static class ServerProgram
{
    internal static int Main(string[] args)
    {
        if (args is ["greet", string name])
        {
            Console.WriteLine(new NetService().Greet(name).Value);
            return 0;
        }

        return (int)new NetService().Run();
    }
}

internal sealed partial class NetService : Service, ICalculator, IHello
{
    private readonly Dictionary<string, int> _names = [];

    internal NetService()
    {
        Serve(new CalculatorDispatcher(this));
        Serve(new HelloDispatcher(this));
        Serve(new ShelfDispatcher(new Shelf()));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    public Result<ulong> Add(ulong a, ulong b) => (ulong)(((BigInteger)a + b) & ulong.MaxValue);

    public Result<ulong> Divide(ulong a, ulong b)
    {
        if (b == 0)
        {
            Environment.FailFast("a division by zero");
        }

        return a / b;
    }

    public Result<string> Greet(string name)
    {
        if (name.Length == 0)
        {
            return ErrorCode.InvalidArgument;
        }

        if (name == "nobody")
        {
            throw new InvalidOperationException("there is no one to greet");
        }

        string tidy = Spaces().Replace(name, " ");
        _names[tidy] = _names.GetValueOrDefault(tidy) + 1;
        return $"Hello, {tidy}!";
    }

    public ErrorCode Count(out uint greetings)
    {
        greetings = (uint)_names.Values.Sum();
        return ErrorCode.None;
    }

    ErrorCode IHello.Stop()
    {
        Stop();
        return ErrorCode.None;
    }
}
