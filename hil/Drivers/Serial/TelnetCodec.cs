// Telnet's bytes: data, negotiations, subnegotiations. Pure.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>Separates data from commands ([RFC854], [RFC855]). Not thread-safe.</summary>
public sealed class TelnetCodec
{
    /// <summary>Interpret as command.</summary>
    public const byte Iac = 255;

    /// <summary>The verb DONT.</summary>
    public const byte Dont = 254;

    /// <summary>The verb DO.</summary>
    public const byte Do = 253;

    /// <summary>The verb WONT.</summary>
    public const byte Wont = 252;

    /// <summary>The verb WILL.</summary>
    public const byte Will = 251;

    /// <summary>A subnegotiation starts.</summary>
    public const byte SubBegin = 250;

    /// <summary>A subnegotiation ends.</summary>
    public const byte SubEnd = 240;

    private const int MaximumSubBytes = 1024;
    private readonly List<byte> _sub = [];
    private State _state;
    private byte _verb;

    private enum State
    {
        Data,
        Command,
        Option,
        Sub,
        SubCommand,
    }

    /// <summary>
    /// Reads <paramref name="input"/>: data goes to <paramref name="data"/> (as long as input; the
    /// count is returned), WILL, WONT, DO and DONT to
    /// <paramref name="negotiate"/> (verb, option), subnegotiations to <paramref name="subnegotiate"/>.
    /// </summary>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> data, Action<byte, byte> negotiate, Action<ReadOnlyMemory<byte>> subnegotiate)
    {
        int count = 0;
        foreach (byte value in input)
        {
            switch (_state)
            {
                case State.Data when value == Iac:
                    _state = State.Command;
                    break;
                case State.Data:
                    data[count++] = value;
                    break;
                case State.Command:
                    if (value == Iac)
                    {
                        data[count++] = value;
                    }

                    TakeCommand(value);
                    break;
                case State.Option:
                    _state = State.Data;
                    negotiate(_verb, value);
                    break;
                case State.Sub when value == Iac:
                    _state = State.SubCommand;
                    break;
                case State.Sub:
                    AddToSub(value);
                    break;
                case State.SubCommand:
                    TakeSubCommand(value, subnegotiate);
                    break;
            }
        }

        return count;
    }

    /// <summary><paramref name="bytes"/> as data: a 255 is doubled.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        List<byte> encoded = new(bytes.Length + 8);
        foreach (byte value in bytes)
        {
            encoded.Add(value);
            if (value == Iac)
            {
                encoded.Add(value);
            }
        }

        return [.. encoded];
    }

    /// <summary>A subnegotiation with <paramref name="content"/>, option first.</summary>
    public static byte[] EncodeSub(ReadOnlySpan<byte> content) => [Iac, SubBegin, .. Encode(content), Iac, SubEnd];

    private void TakeCommand(byte value)
    {
        _verb = value;
        _state = value switch
        {
            >= Will and <= Dont => State.Option,
            SubBegin => State.Sub,
            _ => State.Data,
        };
        if (value == SubBegin)
        {
            _sub.Clear();
        }
    }

    private void TakeSubCommand(byte value, Action<ReadOnlyMemory<byte>> subnegotiate)
    {
        _state = State.Sub;
        if (value == Iac)
        {
            AddToSub(value);
            return;
        }

        _state = State.Data;
        if (value == SubEnd)
        {
            subnegotiate(_sub.ToArray());
        }
    }

    private void AddToSub(byte value)
    {
        if (_sub.Count < MaximumSubBytes)
        {
            _sub.Add(value);
        }
    }
}
