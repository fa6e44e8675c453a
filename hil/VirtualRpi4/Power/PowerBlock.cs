// The BCM2711's power-management block: watchdog, reset, and the partition that the boot ROM is to take.

using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Threading;

namespace RustKernel.Hil.VirtualRpi4.Power;

/// <summary>
/// PM_RSTC, PM_RSTS and PM_WDOG at the offsets that the board has them, in a page of the machine's memory that is no RAM to its kernel.
/// QEMU's own block resets as soon as the watchdog is armed, so the device tree names this one. The watchdog counts the machine's time:
/// time in which a loaded host makes the emulator wait does not count. [LINUX drivers/watchdog/bcm2835_wdt.c]
/// </summary>
internal sealed class PowerBlock : IDisposable
{
    /// <summary>Where the page is: above what the board's device tree calls RAM, and in QEMU's memory.</summary>
    public const long Address = 0x7fff_f000;

    /// <summary>Bytes of memory that QEMU's machine has.</summary>
    public const long MemoryBytes = 2L << 30;

    /// <summary>RSTS after power-on. [raspberrypi/linux issue 932]</summary>
    public const uint HadPowerOn = 0x1000;

    /// <summary>RSTS after a full reset by the watchdog.</summary>
    public const uint HadWatchdog = 0x20;

    private const uint CountsPerSecond = 65536;
    private const uint MostCounts = 0xf_ffff;
    private const uint PasswordMask = 0xff00_0000;
    private const uint Password = 0x5a00_0000;
    private const uint ResetBits = 0x30;
    private const uint FullReset = 0x20;
    private const uint PartitionBits = 0x555;
    private const int ResetControl = 0x1c;
    private const int ResetStatus = 0x20;
    private const int WatchdogTime = 0x24;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    // The machine's counter advances only this often, so that this program's write hardly ever collides with the machine's.
    private static readonly TimeSpan s_show = TimeSpan.FromMilliseconds(250);

    private readonly MemoryMappedFile _memory;
    private readonly MemoryMappedViewAccessor _page;
    private readonly ManualResetEvent _end = new(false);
    private readonly Thread _thread;
    private readonly Action _reset;
    private readonly Func<TimeSpan> _time;
    private uint _shown;
    private double _counts;

    /// <summary>
    /// Starts to count. <paramref name="file"/>: the machine's memory; <paramref name="reset"/>: what a reset does;
    /// <paramref name="time"/>: the machine's time.
    /// </summary>
    public PowerBlock(string file, uint status, TimeSpan firmwareWatchdog, Func<TimeSpan> time, Action reset)
    {
        _memory = MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0);
        _page = _memory.CreateViewAccessor(Address, 4096);
        _reset = reset;
        _time = time;
        _page.Write(ResetStatus, status);
        if (firmwareWatchdog > TimeSpan.Zero)
        {
            _counts = Math.Min(firmwareWatchdog.TotalSeconds * CountsPerSecond, MostCounts);
            Show();
            _page.Write(ResetControl, FullReset);
        }

        _thread = new Thread(Count) { IsBackground = true, Name = "power block" };
        _thread.Start();
    }

    /// <summary>True when the watchdog has reset the machine.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>The partition that the boot ROM is to take: bits 0, 2, 4 … of RSTS; 63 means none.</summary>
    public int Partition
    {
        get
        {
            uint status = _page.ReadUInt32(ResetStatus) & PartitionBits;
            int partition = 0;
            for (int bit = 0; bit < 6; bit++)
            {
                partition |= (int)((status >> (2 * bit)) & 1) << bit;
            }

            return partition;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _page.Dispose();
        _memory.Dispose();
        _end.Dispose();
    }

    private void Count()
    {
        TimeSpan last = _time(), shown = last;
        while (!_end.WaitOne(s_look))
        {
            TimeSpan now = _time();

            // Read this first: a machine sets the time before it arms the watchdog.
            bool isArmed = (_page.ReadUInt32(ResetControl) & ResetBits) == FullReset;
            uint time = _page.ReadUInt32(WatchdogTime);
            if (time != _shown)
            {
                // A write without the password has no effect.
                _counts = (time & PasswordMask) == Password ? time & MostCounts : _counts;
                Show();
            }
            else
            {
                _counts = Math.Max(0, _counts - ((now - last).TotalSeconds * CountsPerSecond));
                if (now - shown >= s_show)
                {
                    Show();
                    shown = now;
                }
            }

            last = now;
            if (_counts == 0 && isArmed)
            {
                HasStruck = true;
                _reset();
                return;
            }
        }
    }

    private void Show()
    {
        _shown = (uint)_counts;
        _page.Write(WatchdogTime, _shown);
    }
}
