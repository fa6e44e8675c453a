// Suite drivers: who gets which device, and drivers that fail.

using RustKernel.SelfTests;
using RustKernel.Services.Devices;
using RustKernel.Services.Text;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("drivers", 190, NeedsServices = true)]
internal static partial class DriverTests
{
    [Test]
    private static void ConsoleFails() => Fails("console");

    [Test]
    private static void DevicesFail() => Fails("devices");

    // The console's device has an address, an interrupt unless the board has none for it, and Console as its driver.
    [Test("devices_listed")]
    private static void Listed()
    {
        Check.Ok(new Terminal().Write("drivers: Console is there\n"));
        bool isDriven = false;
        int count = 0;
        ErrorCode error = ErrorCode.None;
        while (error == ErrorCode.None)
        {
            error = World.Devices.List((uint)count, out DeviceDescription device);
            if (error == ErrorCode.None)
            {
                count++;
                isDriven |= device.Driver >= 0
                    && World.State(device.Driver).Name == "console"
                    && device.Intid is 0 or >= 32
                    && device.Address != 0;
            }
        }

        Check.Equal((ulong)ErrorCode.NotFound, (ulong)error);
        Check.That(count > 3);
        Check.That(isDriven);
    }

    // This manifest drives no devices.
    [Test("claim_denied")]
    private static void Denied()
    {
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)ClaimedDevice.Claim(0, out ClaimedDevice? device));
        Check.That(device is null);
    }

    [Test("console_writes")]
    private static void Writes()
    {
        Terminal terminal = new();
        for (int i = 0; i < 20; i++)
        {
            Check.Ok(terminal.Write($"drivers: line {i} of those that must be whole, and in order, and say who wrote them\n"));
        }

        ConsoleClient console = new(InitClient.PortOf("console"));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)console.Read(out byte[] keys, out _));
        Check.Equal(0, (ulong)keys.Length);
    }

    private static void Fails(string name)
    {
        int number = World.Find(name);
        Terminal terminal = new();
        for (int kind = 0; kind < Crash.Names.Length && Check.ExitCode == 0; kind++)
        {
            uint restarts = World.State(number).Restarts;
            Check.Ok(InitClient.Command(name, ServiceCommand.Crash, (CrashKind)kind));
            Check.That(World.WaitForRestart(number, restarts));
            Check.Ok(terminal.Write($"drivers: {name} is back after {Crash.Names[kind]}\n"));
            Check.Ok(World.FirstDevice(out ulong address));
            Check.That(address != ulong.MaxValue);
        }
    }

    // Console has the page that contains its device. The rival's manifest names the same device, but the rival gets nothing: neither at the
    // first attempt, nor when DeviceManager has been restarted and knows of no owners.
    [Test]
    private static void PageShared()
    {
        Terminal terminal = new();
        Check.Ok(terminal.Write("drivers: Console is there\n"));
        Check.Ok(InitClient.Command("rival", ServiceCommand.Start));
        int devices = World.Find("devices");
        for (int i = 0; i < 2 && Check.ExitCode == 0; i++)
        {
            PeerClient rival = new(InitClient.PortOf("rival")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
            Check.Equal((ulong)ErrorCode.AlreadyExists, (ulong)rival.TryClaim());
            Check.Ok(terminal.Write("drivers: Console is still there\n"));
            uint restarts = World.State(devices).Restarts;
            Check.Ok(InitClient.Command("devices", ServiceCommand.Crash));
            Check.That(World.WaitForRestart(devices, restarts));
        }
    }
}
