// Finds this machine's devices that could be part of a lab.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Drivers.Scan;

/// <summary>
/// Reads sysfs and udev's database; opens no device. Serial ports are named by /dev/serial/by-id
/// where udev made that link, because that name stays the same when ports are plugged in another order.
/// </summary>
/// <param name="Root">The folder that has sys, dev and run: "/" except in tests.</param>
public sealed record LabScan(string Root)
{
    private const string HubClass = "09";

    /// <summary>Serial ports that hang on a bus: USB adapters, PCI cards, the machine's own UARTs.</summary>
    public IReadOnlyList<FoundDevice> SerialPorts()
    {
        Dictionary<string, string> byId = [];
        foreach (string link in Entries("dev/serial/by-id"))
        {
            if (File.ResolveLinkTarget(link, returnFinalTarget: true) is { } port)
            {
                byId[port.Name] = "/dev/serial/by-id/" + Path.GetFileName(link);
            }
        }

        List<FoundDevice> ports = [];
        foreach (string tty in Entries("sys/class/tty"))
        {
            string name = Path.GetFileName(tty);
            if (!Path.Exists(Path.Combine(tty, "device")) || IsUnused(tty))
            {
                continue;
            }

            ports.Add(new FoundDevice(byId.GetValueOrDefault(name, "/dev/" + name), Describe(tty)));
        }

        return ports;
    }

    /// <summary>GPIO chips.</summary>
    public IReadOnlyList<FoundDevice> GpioChips()
        => [.. Entries("sys/bus/gpio/devices").Select(
            chip => new FoundDevice(
                "/dev/" + Path.GetFileName(chip),
                Read(Path.Combine(chip, "of_node", "compatible")) is { Length: > 0 } kind ? kind : "GPIO chip"))];

    /// <summary>USB hubs, by location as uhubctl names it. Only a trial shows whether a hub can really switch its ports.</summary>
    public IReadOnlyList<FoundDevice> UsbHubs()
        => [.. Entries("sys/bus/usb/devices")
            .Where(device => Read(Path.Combine(device, "bDeviceClass")) == HubClass)
            .Select(hub => new FoundDevice(
                Path.GetFileName(hub).StartsWith("usb", StringComparison.Ordinal) ? Path.GetFileName(hub)[3..] : Path.GetFileName(hub),
                DescribeHub(name => Read(Path.Combine(hub, name)))))];

    private static string DescribeHub(Func<string, string> attribute)
        => $"{attribute("product")} {attribute("idVendor")}:{attribute("idProduct")}, {attribute("maxchild")} ports".Trim();

    /// <summary>Network interfaces that are hardware, by name.</summary>
    public IReadOnlyList<FoundDevice> Interfaces()
        => [.. Entries("sys/class/net")
            .Where(port => Path.Exists(Path.Combine(port, "device")))
            .Select(port => new FoundDevice(
                Path.GetFileName(port),
                $"{Read(Path.Combine(port, "address"))}, "
                    + $"{(Read(Path.Combine(port, "carrier")) == "1" ? "cable plugged in" : "no cable")}"))];

    // A PC has thirty-two ttyS nodes, most without a chip: type 0 is PORT_UNKNOWN.
    private static bool IsUnused(string tty) => Read(Path.Combine(tty, "type")) == "0";

    private static string Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim('\n', '\0', ' ').Replace('\0', ' ') : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>udev's description of a device if there is one, else the USB device's own.</summary>
    private string Describe(string tty)
    {
        string data = Path.Combine(Root, "run/udev/data", "c" + Read(Path.Combine(tty, "dev")));
        Dictionary<string, string> properties = File.Exists(data)
            ? File.ReadLines(data).Where(
                line => line.StartsWith("E:", StringComparison.Ordinal) && line.Contains('=', StringComparison.Ordinal))
                .GroupBy(
                    line => line[2..line.IndexOf('=', StringComparison.Ordinal)],
                    line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..])
                .ToDictionary(group => group.Key, group => group.Last())
            : [];
        if (properties.TryGetValue("ID_MODEL_FROM_DATABASE", out string? model) || properties.TryGetValue("ID_MODEL", out model))
        {
            string vendor = properties.GetValueOrDefault("ID_VENDOR_FROM_DATABASE", properties.GetValueOrDefault("ID_VENDOR", ""));
            string serial = properties.GetValueOrDefault("ID_SERIAL_SHORT", "");
            return $"{vendor} {model} {serial}".Replace('_', ' ').Trim();
        }

        string link = Path.Combine(tty, "device", "driver");
        string driver = Path.Exists(link) ? File.ResolveLinkTarget(link, returnFinalTarget: true)?.Name ?? "" : "";
        for (DirectoryInfo? device = Resolve(Path.Combine(tty, "device")); device is not null; device = device.Parent)
        {
            if (Read(Path.Combine(device.FullName, "product")) is { Length: > 0 } product)
            {
                string maker = Read(Path.Combine(device.FullName, "manufacturer"));
                return $"{maker} {product} {Read(Path.Combine(device.FullName, "serial"))}".Trim();
            }
        }

        return driver.Length > 0 ? $"driver {driver}" : "serial port";
    }

    private static DirectoryInfo? Resolve(string path) =>
        new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo ?? new DirectoryInfo(path);

    private IEnumerable<string> Entries(string folder)
    {
        string path = Path.Combine(Root, folder);
        return Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal) : [];
    }
}
