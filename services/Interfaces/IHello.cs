// The smallest service there is.

namespace RustKernel.Services;

/// <summary>Greets. The example of docs/RUNTIME.md, and the measure of what a service costs at least.</summary>
[Service(1)]
public interface IHello
{
    /// <summary>A greeting for <paramref name="name"/>. InvalidArgument: the name is empty.</summary>
    [Operation(1)]
    [Errors(ErrorCode.InvalidArgument)]
    Result<string> Greet(string name);

    /// <summary>How many greetings there were so far.</summary>
    [Operation(2)]
    [Errors]
    ErrorCode Count(out uint greetings);

    /// <summary>Ends the service after the reply.</summary>
    [Operation(3)]
    [Errors]
    ErrorCode Stop();
}
