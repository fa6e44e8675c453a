// Command lines for another machine's shell.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>Makes one line of words.</summary>
public static class RemoteCommand
{
    /// <summary>
    /// The command that reads and writes the tty <paramref name="device"/> on another machine. It needs only a shell and stty there.
    /// </summary>
    public static IReadOnlyList<string> Terminal(string device, int baud)
    {
        string quoted = Quote(device);
        string rate = baud.ToString(CultureInfo.InvariantCulture);
        // The port is opened first and kept open, or stty's settings would be lost when it closes the port. A shell gives programs in the
        // background no input, hence descriptor 4; when the input ends, ssh has gone, and the reader must let go of the port.
        return [
            "sh",
            "-c",
            $"exec 3<>{quoted} 4<&0 && stty -F {quoted} {rate} raw -echo -hupcl clocal cread && {{ {{ cat <&4 >&3; kill $$; }} & exec cat "
                + $"<&3; }}"
        ];
    }

    /// <summary><paramref name="command"/> as one line for the other machine's shell, every word whole.</summary>
    public static string Join(IReadOnlyList<string> command) => string.Join(' ', command.Select(Quote));

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
