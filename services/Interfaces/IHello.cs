namespace RustKernel.Services;

/// <summary>Greets. The smallest service, the example of docs/RUNTIME.md, and the measure of the least that a service costs.</summary>
[Service(1)]
public interface IHello
{
    /// <summary>A greeting for <paramref name="name"/>. InvalidArgument: the name is empty.</summary>
    [Operation(1)]
    [Errors(ErrorCode.InvalidArgument)]
    Result<string> Greet(string name);

    /// <summary>How many greetings there have been.</summary>
    [Operation(2)]
    [Errors]
    ErrorCode Count(out uint greetings);

    /// <summary>Ends the service after the reply.</summary>
    [Operation(3)]
    [Errors]
    ErrorCode Stop();
}
