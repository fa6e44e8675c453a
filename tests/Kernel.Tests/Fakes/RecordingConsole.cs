// A console that records output and returns what a test types.

using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RustKernel.Kernel.Tests.Fakes;

internal sealed class RecordingConsole : ConsoleDevice
{
    private readonly MemoryStream _written = new();
    private readonly Queue<byte> _typed = new();

    internal byte[] Bytes => _written.ToArray();

    internal string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The result of a read when nothing is left.</summary>
    internal ErrorCode AtEnd { get; set; } = ErrorCode.NotFound;

    internal void Type(string text)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            _typed.Enqueue(value);
        }
    }

    public override ErrorCode WriteByte(byte value)
    {
        _written.WriteByte(value);
        return ErrorCode.None;
    }

    public override ErrorCode TryWriteByte(byte value) => WriteByte(value);

    public override bool IsIdle => true;

    public override Result<byte> ReadByte() => _typed.TryDequeue(out byte value) ? value : AtEnd;

    public override ErrorCode Flush() => ErrorCode.None;
}
