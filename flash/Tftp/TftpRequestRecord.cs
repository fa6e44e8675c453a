// The log entry of one request.

using System;
using System.Net;

namespace RustKernel.Flash.Tftp;

/// <summary>One request from its first datagram to its verdict. Read it under the host's lock while it runs.</summary>
public sealed class TftpRequestRecord
{
    internal TftpRequestRecord(IPEndPoint client, string file, TimeSpan began)
    {
        Client = client;
        File = file;
        Began = began;
        Ended = began;
    }

    /// <summary>Who asked.</summary>
    public IPEndPoint Client { get; }

    /// <summary>The name as it was asked for; control characters as \xNN.</summary>
    public string File { get; }

    /// <summary>The chosen view; empty when no view was chosen.</summary>
    public string View { get; internal set; } = "";

    /// <summary>When the request came, by the server's clock.</summary>
    public TimeSpan Began { get; }

    /// <summary>The time of the verdict; of the last sign of life while it runs.</summary>
    public TimeSpan Ended { get; internal set; }

    /// <summary>Options in force, as in "blksize=1468 windowsize=16"; empty without.</summary>
    public string Options { get; internal set; } = "";

    /// <summary>The file's size in bytes; 0 without a file.</summary>
    public long Size { get; internal set; }

    /// <summary>Bytes that the client has acknowledged.</summary>
    public long Acknowledged { get; internal set; }

    /// <summary>DATA and OACK packets that were sent again.</summary>
    public int Retransmissions { get; internal set; }

    /// <summary>The verdict.</summary>
    public TftpVerdict Verdict { get; internal set; } = TftpVerdict.Running;

    /// <summary>The reason, for people; empty when the verdict is enough.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>True for an end that deserves attention; a missing optional file or a probe does not.</summary>
    public bool IsFailure => Verdict is TftpVerdict.Denied or TftpVerdict.Malformed or TftpVerdict.Busy or TftpVerdict.Aborted
        or TftpVerdict.TimedOut or TftpVerdict.FileChanged or TftpVerdict.OptionsRefused;

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = $"{Client} {File}: {Verdict}";
        if (Verdict is TftpVerdict.Served or TftpVerdict.Unconfirmed)
        {
            text += $", {Size} bytes in {(Ended - Began).TotalSeconds:0.00} s";
        }

        if (Options.Length > 0)
        {
            text += $", {Options}";
        }

        if (Retransmissions > 0)
        {
            text += $", {Retransmissions} sent again";
        }

        return Reason.Length > 0 ? $"{text} ({Reason})" : text;
    }
}
