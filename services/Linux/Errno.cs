// Linux's error numbers, as system calls return them: negative. [include/uapi/asm-generic/errno-base.h, errno.h]

namespace RustKernel.Linux;

/// <summary>Error numbers, which a call returns instead of a result.</summary>
internal static class Errno
{
    internal const long NotPermitted = -1;
    internal const long NoEntry = -2;
    internal const long NoProcess = -3;
    internal const long Interrupted = -4;
    internal const long InputOutput = -5;
    internal const long BadDescriptor = -9;
    internal const long TryAgain = -11;
    internal const long NoMemory = -12;
    internal const long AccessDenied = -13;
    internal const long BadAddress = -14;
    internal const long Busy = -16;
    internal const long Exists = -17;
    internal const long OtherDevice = -18;
    internal const long NoDevice = -19;
    internal const long NotDirectory = -20;
    internal const long IsDirectory = -21;
    internal const long Invalid = -22;
    internal const long TooManyFiles = -24;
    internal const long NotTerminal = -25;
    internal const long NoSpace = -28;
    internal const long IllegalSeek = -29;
    internal const long BrokenPipe = -32;
    internal const long Domain = -33;
    internal const long Range = -34;
    internal const long NameTooLong = -36;
    internal const long NoLocks = -37;
    internal const long NotImplemented = -38;
    internal const long NotEmpty = -39;
    internal const long Overflow = -75;
    internal const long NotSocket = -88;
    internal const long DestinationNeeded = -89;
    internal const long MessageTooLong = -90;
    internal const long NoOption = -92;
    internal const long ProtocolNotSupported = -93;
    internal const long KindNotSupported = -94;
    internal const long NotSupported = -95;
    internal const long FamilyNotSupported = -97;
    internal const long AddressInUse = -98;
    internal const long AddressNotAvailable = -99;
    internal const long NetworkDown = -100;
    internal const long NetworkUnreachable = -101;
    internal const long ConnectionAborted = -103;
    internal const long ConnectionReset = -104;
    internal const long NoBuffers = -105;
    internal const long IsConnected = -106;
    internal const long NotConnected = -107;
    internal const long TimedOut = -110;
    internal const long ConnectionRefused = -111;
    internal const long HostUnreachable = -113;
    internal const long AlreadyInProgress = -114;
    internal const long InProgress = -115;
    internal const long Stale = -116;

    /// <summary>The program never sees this: the call is repeated if the signal's handler permits, else it returns EINTR.</summary>
    internal const long Restart = -512;
}
