using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>U-Boot on QEMU's machine virt, its console on our pipes, its network card on a datagram socket.</summary>
public sealed class Emulator : IDisposable
{
    private const string Loader = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";
    private readonly Process _process;
    private readonly StringBuilder _console = new();
    private readonly object _gate = new();
    private int _position;

    public Emulator(int localPort, int remotePort)
    {
        Assert.True(System.IO.File.Exists(Loader), $"{Loader} is not installed: make install-deps installs it (u-boot-qemu)");
        string[] arguments =
        [
            "-M", "virt", "-cpu", "cortex-a72", "-m", "512", "-nographic", "-no-reboot", "-bios", Loader,
            "-netdev",
            $"dgram,id=n0,local.type=inet,local.host=127.0.0.1,local.port={localPort},remote.type=inet,remote.host=127.0.0.1,remote.port="
                + $"{remotePort}",
            "-device", "virtio-net-device,netdev=n0,mac=52:54:00:12:34:56",
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

    /// <summary>Everything on the console so far.</summary>
    public string Console
    {
        get
        {
            lock (_gate)
            {
                return _console.ToString();
            }
        }
    }

    /// <summary>Waits for <paramref name="text"/> after what was waited for before.</summary>
    public void WaitFor(string text, TimeSpan limit)
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

            _position += found + text.Length;
        }
    }

    /// <summary>Types a command and waits for the next prompt.</summary>
    public void Command(string line, TimeSpan limit)
    {
        Type(line + "\n");
        WaitFor("=> ", limit);
    }

    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        _process.Kill();
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
