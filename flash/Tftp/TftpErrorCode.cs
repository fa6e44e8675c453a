// The error numbers of TFTP.

namespace RustKernel.Flash.Tftp;

/// <summary>The number in an ERROR packet. [RFC 1350 appendix, RFC 2347]</summary>
public enum TftpErrorCode : ushort
{
    /// <summary>See the message.</summary>
    Undefined = 0,

    /// <summary>No such file.</summary>
    FileNotFound = 1,

    /// <summary>Not allowed.</summary>
    AccessViolation = 2,

    /// <summary>Not a packet that makes sense here.</summary>
    IllegalOperation = 4,

    /// <summary>No transfer between these two ports.</summary>
    UnknownTransfer = 5,

    /// <summary>The other side cannot work with these options.</summary>
    OptionsRefused = 8,
}
