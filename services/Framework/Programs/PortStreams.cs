// Standard input and output over ports.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Programs;

/// <summary>
/// Sends and receives the messages of <see cref="IStream"/>. One thread at a time. When nothing takes the output any more it is dropped:
/// whoever started the programs of a pipe ends those that are left.
/// </summary>
public sealed class PortStreams : StandardStreams
{
    private const int PieceBytes = 63;
    private const uint Protocol = 9;
    private const uint WriteLabel = (Protocol << 16) | 1;
    private readonly Handle<Port> _input;
    private readonly Handle<Port> _output;
    private readonly Queue<byte> _read = new();
    private readonly Payload _payload = new();
    private bool _isOver;

    internal PortStreams(Handle<Port> input, Handle<Port> output)
    {
        _input = input;
        _output = output;
    }

    /// <inheritdoc/>
    public override void Write(string? text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text ?? "");
        for (int at = 0; at < bytes.Length; at += PieceBytes)
        {
            _ = Send(_output, bytes.Slice(at, Math.Min(PieceBytes, bytes.Length - at)), Deadline.Never, _payload);
        }
    }

    /// <inheritdoc/>
    public override string? ReadLine()
    {
        List<byte> line = new();
        while (_read.Count > 0 || Receive())
        {
            byte value = _read.Dequeue();
            if (value == (byte)'\n')
            {
                return Encoding.UTF8.GetString(line.ToArray());
            }

            line.Add(value);
        }

        return line.Count > 0 ? Encoding.UTF8.GetString(line.ToArray()) : null;
    }

    /// <summary>Says that nothing more comes.</summary>
    public void End() => _ = Send(_output, default, Deadline.Never, _payload);

    /// <summary>
    /// Sends a piece of at most 63 bytes; none: the end. WouldBlock, TimedOut: there was no room until <paramref name="deadline"/>;
    /// NotFound: the port is gone.
    /// </summary>
    public static ErrorCode Send(Handle<Port> port, ReadOnlySpan<byte> piece, Deadline deadline, Payload payload)
    {
        payload.Clear();
        payload.WriteShort(piece, PieceBytes);
        Message message = default;
        message.Info = new MessageInfo(WriteLabel, payload.Store(ref message), 0, MessageKind.Send);
        return Kernel.Send(port, deadline, in message);
    }

    // False: the end.
    private bool Receive()
    {
        while (!_isOver && _read.Count == 0)
        {
            Message message = default;
            if (Kernel.Receive(_input, Deadline.Never, ref message) != ErrorCode.None)
            {
                _isOver = true;
                break;
            }

            if (message.Info.Label != WriteLabel)
            {
                continue;
            }

            _payload.Load(ref message);
            ReadOnlySpan<byte> piece = _payload.ReadShortSpan(PieceBytes);
            _isOver = piece.Length == 0;
            foreach (byte value in piece)
            {
                _read.Enqueue(value);
            }
        }

        return _read.Count > 0;
    }
}
