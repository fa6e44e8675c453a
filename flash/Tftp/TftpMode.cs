// The transfer modes of TFTP.

namespace RustKernel.Flash.Tftp;

/// <summary>How a file's bytes become blocks. [RFC 1350 2; "mail" is obsolete and refused]</summary>
public enum TftpMode
{
    /// <summary>Byte by byte.</summary>
    Octet,

    /// <summary>LF becomes CR LF, CR becomes CR NUL. [RFC 764]</summary>
    Netascii,
}
