namespace RustKernel.Services.Text;

/// <summary>Fault classes and errors in words.</summary>
public static class FaultText
{
    /// <summary>Describes <paramref name="fault"/>.</summary>
    public static string Of(FaultClass fault) => fault switch
    {
        FaultClass.Unmapped => "nothing is mapped",
        FaultClass.Permission => "no permission",
        FaultClass.Alignment => "misaligned",
        FaultClass.Instruction => "no such instruction",
        FaultClass.Breakpoint => "breakpoint",
        FaultClass.FloatingPoint => "floating-point exception",
        FaultClass.Machine => "memory error",
        FaultClass.OutOfMemory => "out of memory",
        _ => "fault",
    };

    /// <summary>Describes <paramref name="error"/> for a person.</summary>
    public static string Of(ErrorCode error) => error switch
    {
        ErrorCode.None => "done",
        ErrorCode.InvalidArgument => "that argument makes no sense",
        ErrorCode.NotFound => "there is no such thing",
        ErrorCode.OutOfMemory => "out of memory",
        ErrorCode.TimedOut => "no answer in time",
        ErrorCode.InvalidState => "the service failed over that, or is in no state for it",
        ErrorCode.AlreadyExists => "that exists already",
        ErrorCode.NotSupported => "this machine cannot do that",
        ErrorCode.WouldBlock => "busy",
        ErrorCode.AccessDenied => "not allowed",
        ErrorCode.DeviceError => "the device failed",
        ErrorCode.ServerEnded => "the service ended before it could answer",
        ErrorCode.NotRunning => "the service does not run (start NAME starts it)",
        ErrorCode.NoSpace => "no space left",
        ErrorCode.NotEmpty => "the directory is not empty",
        ErrorCode.NotDirectory => "not a directory",
        ErrorCode.IsDirectory => "is a directory",
        _ => "it failed",
    };
}
