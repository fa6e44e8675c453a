// The cpio "newc" format: a header of 110 ASCII characters, the name, the data; both padded to 4. Here a program's data also begins at
// a page, so that the kernel can map it in place: as many NULs as needed follow the name, and every reader skips them.

using System;
using System.IO;
using System.Text;

namespace RustKernel.Build.BootArchive;

/// <summary>Writes an archive whose bytes depend only on names and contents: no times, owners or inode numbers of this machine.</summary>
public sealed class CpioWriter
{
    private const int PageBytes = 4096;
    private const int HeaderBytes = 110;
    private const string Magic = "070701";
    private const int RegularReadOnlyFile = 0x8124;
    private readonly Stream _output;
    private long _position;
    private int _inode = 1;

    /// <summary>Writes to <paramref name="output"/>, whose first byte will be at a page boundary.</summary>
    public CpioWriter(Stream output) => _output = output;

    /// <summary>Adds one file. <paramref name="name"/> is ASCII without NUL.</summary>
    public void Add(string name, byte[] contents)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(contents);
        long dataAt = RoundUp(_position + Head(name), IsProgram(contents) ? PageBytes : 4);
        WriteEntry(name, (int)(dataAt - _position - HeaderBytes), contents);
    }

    /// <summary>True when <paramref name="contents"/> are a program's: they begin at a page.</summary>
    public static bool IsProgram(byte[] contents) => contents.AsSpan().StartsWith("\u007FELF"u8);

    /// <summary>True when a file added now does not move the data of <paramref name="program"/>, which comes next.</summary>
    public bool FitsBefore(string program, string name, byte[] contents)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(contents);
        long end = RoundUp(RoundUp(_position + Head(name), 4) + contents.Length, 4);
        return RoundUp(end + Head(program), PageBytes) == RoundUp(_position + Head(program), PageBytes);
    }

    /// <summary>Ends the archive and fills its last page.</summary>
    public void Finish()
    {
        const string trailer = "TRAILER!!!";
        WriteEntry(trailer, (int)(RoundUp(_position + HeaderBytes + trailer.Length + 1, 4) - _position - HeaderBytes), []);
        Pad(PageBytes);
    }

    private static int Head(string name) => HeaderBytes + name.Length + 1;

    private static long RoundUp(long value, int unit) => (value + unit - 1) / unit * unit;

    private void WriteEntry(string name, int nameBytes, byte[] contents)
    {
        bool isFile = contents.Length > 0;
        StringBuilder header = new(Magic);
        int[] fields = [isFile ? _inode++ : 0, isFile ? RegularReadOnlyFile : 0, 0, 0, 1, 0, contents.Length, 0, 0, 0, 0, nameBytes, 0];
        foreach (int field in fields)
        {
            header.Append(System.Globalization.CultureInfo.InvariantCulture, $"{field:X8}");
        }

        Write(Encoding.ASCII.GetBytes(header.ToString()));
        byte[] padded = new byte[nameBytes];
        Encoding.ASCII.GetBytes(name, padded);
        Write(padded);
        Write(contents);
        Pad(4);
    }

    private void Pad(int unit) => Write(new byte[RoundUp(_position, unit) - _position]);

    private void Write(byte[] bytes)
    {
        _output.Write(bytes);
        _position += bytes.Length;
    }
}
