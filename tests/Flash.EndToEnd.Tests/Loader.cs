// Debian's U-Boot for the Raspberry Pi 4 on QEMU's machine raspi4b.

using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Xunit;

namespace RustKernel.Flash.EndToEnd.Tests;

/// <summary>U-Boot's console is the mini-UART (our pipe), the kernel's the PL011 (a file).</summary>
public sealed class Loader : IDisposable
{
    private readonly Process _process;
    private readonly string _kernelLog;
    private readonly StringBuilder _console = new();
    private readonly object _gate = new();
    private int _position;

    public Loader(string loader, string deviceTree, string card, string kernelLog)
    {
        _kernelLog = kernelLog;
        string[] arguments =
        [
            "-M", "raspi4b", "-global", "cortex-a72-arm-cpu.cntfrq=54000000", "-kernel", loader, "-dtb", deviceTree, "-display", "none",
            "-monitor", "none", "-no-reboot",
            "-serial", $"file:{kernelLog}", "-serial", "stdio", "-drive", $"file={card},if=sd,format=raw",
        ];
        _process = Process.Start(
            new ProcessStartInfo("qemu-system-aarch64", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>What the kernel wrote to the PL011.</summary>
    public string KernelConsole
    {
        get
        {
            using StreamReader reader = new(new FileStream(_kernelLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>Waits for <paramref name="text"/> after what was waited for before; returns what came until then.</summary>
    public string WaitFor(string text, TimeSpan limit)
    {
        Stopwatch clock = Stopwatch.StartNew();
        lock (_gate)
        {
            int found;
            while ((found = _console.ToString(_position, _console.Length - _position).IndexOf(text, StringComparison.Ordinal)) < 0)
            {
                TimeSpan left = limit - clock.Elapsed;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    Assert.Fail($"\"{text}\" did not come within {limit.TotalSeconds} s; the console:\n{_console}");
                }
            }

            string before = _console.ToString(_position, found);
            _position += found + text.Length;
            return before;
        }
    }

    /// <summary>Types a command; returns what came until the next prompt.</summary>
    public string Command(string line, TimeSpan limit)
    {
        Type(line);
        return WaitFor("U-Boot> ", limit);
    }

    public void Type(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>True when the machine switched itself off in time.</summary>
    public bool Ends(TimeSpan limit) => _process.WaitForExit(limit);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    // A StreamReader waits for more when it got exactly as much as its buffer holds: what it has by then would not be seen.
    private void Read()
    {
        Stream stream = _process.StandardOutput.BaseStream;
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[4096];
        char[] text = new char[bytes.Length];
        for (int count = stream.Read(bytes); count > 0; count = stream.Read(bytes))
        {
            int length = decoder.GetChars(bytes, 0, count, text, 0);
            lock (_gate)
            {
                _console.Append(text, 0, length);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
