using System;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Programs;

/// <summary>
/// The start of a program with arguments and standard streams, which the shell runs: <c>ConsoleProgram.Run(Main)</c> in
/// <c>program_main</c>.
/// </summary>
public static class ConsoleProgram
{
    /// <summary>Separates two arguments on their way here.</summary>
    public const char Separator = '\n';

    /// <summary>
    /// Calls <paramref name="main"/> with the arguments; its result is the exit code. Without a shell there are no arguments, and the
    /// output goes to the log.
    /// </summary>
    public static ulong Run(Func<string[], int> main)
    {
        PortStreams? streams = null;
        if (InitClient.Streams(out Handle<Port> input, out Handle<Port> output, out string arguments) == ErrorCode.None)
        {
            streams = new PortStreams(input, output);
            StandardStreams.Current = streams;
        }

        int code = main(arguments.Length == 0 ? [] : arguments.Split(Separator));
        streams?.End();
        return (uint)code;
    }
}
