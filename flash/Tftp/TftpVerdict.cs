// How a request ended.

namespace RustKernel.Flash.Tftp;

/// <summary>The end of one request, as the log names it.</summary>
public enum TftpVerdict
{
    /// <summary>Still being served.</summary>
    Running,

    /// <summary>The client acknowledged the last block.</summary>
    Served,

    /// <summary>Everything was sent, the last acknowledgment never came: clients that leave at once do this.</summary>
    Unconfirmed,

    /// <summary>The client ended it after the options or the first block: a boot ROM asking whether a file exists. Normal.</summary>
    Probed,

    /// <summary>No such file. Normal for a boot ROM's optional files.</summary>
    NotFound,

    /// <summary>A path out of the served folder, a device, a file without permission, or a write.</summary>
    Denied,

    /// <summary>Not a request as the RFCs have it.</summary>
    Malformed,

    /// <summary>Too many transfers at once.</summary>
    Busy,

    /// <summary>The client cannot work with the options it was offered (ERROR 8).</summary>
    OptionsRefused,

    /// <summary>The client ended it in the middle.</summary>
    Aborted,

    /// <summary>The client fell silent in the middle.</summary>
    TimedOut,

    /// <summary>The file was written to while it was sent, or could not be read.</summary>
    FileChanged,

    /// <summary>The server ended first.</summary>
    Stopped,
}
