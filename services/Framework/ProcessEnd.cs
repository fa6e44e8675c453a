// The end of a process, as the kernel reports it to the supervisor.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>How a process ended.</summary>
public readonly struct ProcessEnd
{
    /// <summary>From the kernel's notice.</summary>
    internal ProcessEnd(ref Message message)
    {
        Badge = message.Badge;
        Code = message.Words[0];
        Cause = (ExitCause)(uint)message.Words[1];
        Address = message.Words[3];
        PC = message.Words[4];
    }

    /// <summary>The badge that the supervisor gave when it made the process.</summary>
    public Badge Badge { get; init; }

    /// <summary>The exit code, or the class of the fault.</summary>
    public ulong Code { get; init; }

    /// <summary>Why it ended.</summary>
    public ExitCause Cause { get; init; }

    /// <summary>FAR_EL1 of the fault.</summary>
    public ulong Address { get; init; }

    /// <summary>PC of the fault.</summary>
    public ulong PC { get; init; }
}
