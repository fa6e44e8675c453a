// Reads the DTS that dtc prints (and ours): nodes, values of strings, cells and bytes, memory reservations.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace RustKernel.DeviceTree.Tests;

internal sealed class DtsText
{
    private readonly string _text;
    private int _position;

    private DtsText(string text) => _text = text;

    public List<(ulong Start, ulong Size)> Reservations { get; } = [];

    public DtsNode Root { get; private set; } = new("", null);

    public static DtsText Parse(string text)
    {
        DtsText parser = new(text);
        parser.ParseTree();
        return parser;
    }

    private void ParseTree()
    {
        Expect("/dts-v1/;");
        while (TryTake("/memreserve/"))
        {
            Reservations.Add((ParseNumber(Word(" ")), ParseNumber(Word(";"))));
            Expect(";");
        }
        Expect("/");
        ParseBody(Root);
        SkipSpace();
        if (_position != _text.Length)
        {
            throw new InvalidDataException($"rest: {_text[_position..Math.Min(_position + 40, _text.Length)]}");
        }
    }

    private void ParseBody(DtsNode node)
    {
        Expect("{");
        while (!TryTake("}"))
        {
            string name = Word(" ;");
            if (TryTake("{"))
            {
                _position--;
                DtsNode child = new(name, node);
                node.Children.Add(child);
                ParseBody(child);
                continue;
            }
            List<byte> value = [];
            if (TryTake("="))
            {
                do
                {
                    ParseValue(value);
                }
                while (TryTake(","));
            }
            Expect(";");
            node.Properties.Add(new(name, [.. value]));
        }
        Expect(";");
    }

    private void ParseValue(List<byte> value)
    {
        if (TryTake("\""))
        {
            ParseString(value);
        }
        else if (TryTake("<"))
        {
            while (!TryTake(">"))
            {
                uint cell = (uint)ParseNumber(Word(" >"));
                value.AddRange([(byte)(cell >> 24), (byte)(cell >> 16), (byte)(cell >> 8), (byte)cell]);
            }
        }
        else
        {
            Expect("[");
            while (!TryTake("]"))
            {
                SkipSpace();
                value.Add(byte.Parse(_text.AsSpan(_position, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                _position += 2;
            }
        }
    }

    private void ParseString(List<byte> value)
    {
        for (; _text[_position] != '"'; _position++)
        {
            if (_text[_position] != '\\')
            {
                value.Add((byte)_text[_position]);
                continue;
            }
            char escape = _text[++_position];
            if (escape == 'x')
            {
                value.Add(byte.Parse(_text.AsSpan(_position + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                _position += 2;
            }
            else
            {
                int index = "0abtnvfr".IndexOf(escape);
                value.Add(index == 0 ? (byte)0 : index > 0 ? (byte)(6 + index) : (byte)escape);
            }
        }
        _position++;
        value.Add(0);
    }

    private static ulong ParseNumber(string text) => ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private string Word(string ends)
    {
        SkipSpace();
        int start = _position;
        while (!ends.Contains(_text[_position]))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private bool TryTake(string token)
    {
        SkipSpace();
        if (string.CompareOrdinal(_text, _position, token, 0, token.Length) != 0)
        {
            return false;
        }

        _position += token.Length;
        return true;
    }

    private void Expect(string token)
    {
        if (!TryTake(token))
        {
            throw new InvalidDataException($"expected {token} at {_text[_position..Math.Min(_position + 40, _text.Length)]}");
        }
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }
}
