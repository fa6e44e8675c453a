using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Programs;

/// <summary>
/// Standard input and output over ports, as messages of <see cref="IStream"/>. One thread at a time. Output that has no receiver any more
/// is dropped: the process that started the programs of a pipe ends the remaining ones.
/// </summary>
public sealed class PortStreams : StandardStreams, IStream
{
    private const int PieceBytes = 63;
    private readonly Handle<Port> _input;
    private readonly StreamClient _output;
    private readonly StreamDispatcher _dispatcher;
    private readonly ServiceRequest _request = new();
    private readonly Queue<byte> _read = new();
    private bool _isOver;

    internal PortStreams(Handle<Port> input, Handle<Port> output)
    {
        _input = input;
        _output = new StreamClient(output) { RoomTicks = Kernel.Never };
        _dispatcher = new StreamDispatcher(this);
    }

    /// <inheritdoc/>
    public override void Write(string? text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text ?? "");
        for (int at = 0; at < bytes.Length; at += PieceBytes)
        {
            _ = _output.Write(bytes.Slice(at, Math.Min(PieceBytes, bytes.Length - at)));
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

    /// <summary>Sends the end of the output.</summary>
    public void End() => _ = _output.Write(default);

    /// <inheritdoc/>
    ErrorCode IStream.Write(ReadOnlySpan<byte> bytes)
    {
        _isOver = bytes.Length == 0;
        foreach (byte value in bytes)
        {
            _read.Enqueue(value);
        }

        return ErrorCode.None;
    }

    // False: the end. Messages that are no piece of a stream are skipped.
    private bool Receive()
    {
        while (!_isOver && _read.Count == 0)
        {
            if (Kernel.Receive(_input, Deadline.Never, ref _request.Message) != ErrorCode.None)
            {
                _isOver = true;
                break;
            }

            _request.Begin();
            bool isPiece = _request.Protocol == _dispatcher.Protocol;
            if (_request.Finish(isPiece ? _dispatcher.Dispatch(_request) : ErrorCode.NotSupported))
            {
                _ = Kernel.Reply(_request.Message.Token, in _request.Message);
            }
        }

        return _read.Count > 0;
    }
}
