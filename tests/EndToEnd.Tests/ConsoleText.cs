using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>What a machine writes on its console, read byte by byte as it comes.</summary>
public sealed class ConsoleText
{
    private readonly Stream _stream;
    private readonly StringBuilder _text = new();
    private readonly object _gate = new();
    private int _position;

    /// <summary>Reads <paramref name="process"/>'s standard output from now on.</summary>
    public ConsoleText(Process process)
    {
        _stream = process.StandardOutput.BaseStream;
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>All that came so far.</summary>
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

    /// <summary>Waits for <paramref name="text"/> after what was waited for before; returns what came until then.</summary>
    public string WaitFor(string text, TimeSpan limit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        lock (_gate)
        {
            int found;
            while ((found = _text.ToString(_position, _text.Length - _position).IndexOf(text, StringComparison.Ordinal)) < 0)
            {
                TimeSpan left = limit - clock.Elapsed;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    Assert.Fail($"\"{text}\" did not come within {limit.TotalSeconds} s; the console:\n{_text}");
                }
            }

            string before = _text.ToString(_position, found);
            _position += found + text.Length;
            return before;
        }
    }

    // A StreamReader waits for more when it got exactly as much as its buffer holds: what it has by then would not be seen.
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
    }
}
