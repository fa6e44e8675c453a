// The packet kinds of TFTP.

namespace RustKernel.Flash.Tftp;

/// <summary>The first two bytes of a packet. [RFC 1350 5, RFC 2347]</summary>
public enum TftpOpcode : ushort
{
    /// <summary>RRQ: send me this file.</summary>
    ReadRequest = 1,

    /// <summary>WRQ: take this file.</summary>
    WriteRequest = 2,

    /// <summary>DATA: one block.</summary>
    Data = 3,

    /// <summary>ACK: everything up to this block has arrived.</summary>
    Acknowledgment = 4,

    /// <summary>ERROR: ends the transfer.</summary>
    Error = 5,

    /// <summary>OACK: these options are in force.</summary>
    OptionAcknowledgment = 6,
}
