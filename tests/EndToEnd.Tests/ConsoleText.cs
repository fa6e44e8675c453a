using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>A machine's console output, read byte by byte as it arrives.</summary>
public sealed class ConsoleText
{
    private readonly Stream _stream;
    private readonly StringBuilder _text = new();
    private readonly object _gate = new();
    private int _position;
    private bool _isOver;

    /// <summary>Reads <paramref name="process"/>'s standard output from now on.</summary>
    public ConsoleText(Process process)
    {
        _stream = process.StandardOutput.BaseStream;
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>Everything so far.</summary>
    public string All
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Waits for <paramref name="text"/> after the end of the last wait; returns everything up to it.</summary>
    public string WaitFor(string text, TimeSpan limit)
    {
        lock (_gate)
        {
            int found = Find(text, _position, limit);
            Assert.True(found >= 0, $"\"{text}\" did not come within {limit.TotalSeconds} s; the console:\n{_text}");
            string before = _text.ToString(_position, found - _position);
            _position = found + text.Length;
            return before;
        }
    }

    /// <summary>
    /// Waits for <paramref name="text"/> at or after <paramref name="from"/>, a position in <see cref="All"/>. False: the process
    /// ended without it, or it did not come within <paramref name="limit"/>.
    /// </summary>
    public bool WaitFrom(int from, string text, TimeSpan limit)
    {
        lock (_gate)
        {
            return Find(text, from, limit) >= 0;
        }
    }

    // Its position in the whole output; negative: the process ended without it, or the time is over. With the gate held.
    private int Find(string text, int from, TimeSpan limit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            int found = _text.ToString(from, _text.Length - from).IndexOf(text, StringComparison.Ordinal);
            TimeSpan left = limit - clock.Elapsed;
            if (found >= 0 || _isOver || left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
            {
                return found < 0 ? -1 : from + found;
            }
        }
    }

    // A StreamReader waits for more when it got exactly as much as its buffer holds, and would hide what it has by then.
    private void Read()
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[4096];
        char[] text = new char[bytes.Length];
        for (int count = _stream.Read(bytes); count > 0; count = _stream.Read(bytes))
        {
            int length = decoder.GetChars(bytes, 0, count, text, 0);
            lock (_gate)
            {
                _text.Append(text, 0, length);
                Monitor.PulseAll(_gate);
            }
        }

        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }
}
