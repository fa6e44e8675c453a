// The smallest service: greets. Tests start it without Init and give it a port.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Hello;

internal sealed class HelloService : Service, IHello
{
    private uint _greetings;

    private HelloService() => Serve(new HelloDispatcher(this));

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block) => new HelloService().Run();

    public Result<string> Greet(string name)
    {
        if (name.Length == 0)
        {
            return ErrorCode.InvalidArgument;
        }

        _greetings++;
        return $"Hello, {name}!";
    }

    public ErrorCode Count(out uint greetings)
    {
        greetings = _greetings;
        return ErrorCode.None;
    }

    ErrorCode IHello.Stop()
    {
        Stop();
        return ErrorCode.None;
    }
}
