// What the service does.

using RustKernel.Services;

namespace RustKernel.Hello;

internal sealed class Hello(ServiceLoop loop) : IHello
{
    private uint _greetings;

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

    public ErrorCode Stop()
    {
        loop.Stop();
        return ErrorCode.None;
    }
}
