using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Drivers.Scan;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Targets.Schema;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Rig.Tests;

public sealed class RigSchemaTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("rk-sysfs-");

    public void Dispose() => _root.Delete(recursive: true);

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "boards")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [Fact]
    public void The_file_for_editors_is_what_the_tool_prints()
        => Assert.Equal(File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "rig.schema.json")), RigSchema.Text());

    /// <summary>For an unknown key, the reader names the keys that it asked for.</summary>
    [Theory]
    [InlineData("/items", "wrong: 1")]
    [InlineData("/items/strategy", "strategy: {wrong: 1}")]
    [InlineData("/items/deadlines", "deadlines: {wrong: 1}")]
    [InlineData("/items/qemu", "qemu: {machine: virt, wrong: 1}")]
    public void The_schema_has_the_keys_that_the_reader_asks_for(string place, string yaml)
    {
        string emulated = "{name: a, board: toy, driver: qemu, "
            + (yaml.StartsWith("qemu", StringComparison.Ordinal) ? yaml : "qemu: {machine: virt}, " + yaml)
            + "}";
        JsonObject target = (JsonObject)JsonNode.Parse(RigSchema.Text())!["properties"]!["targets"]!["items"]!;
        JsonObject section = place == "/items" ? target : (JsonObject)target["properties"]![place["/items/".Length..]]!;
        string[] drivers = place == "/items" ? ["console", "power", "media"] : [];
        IEnumerable<string> known = Known(() => Rig.Read($"targets: [{emulated}]"));
        if (place == "/items")
        {
            known = known.Union(Known(() => Rig.Target("{driver: pty, device: x}", "{driver: manual}", more: yaml)));
        }

        Assert.Equal(Keys(section).Order(), known.Union(drivers).Order());
    }

    [Fact]
    public void Its_hosts_have_the_keys_that_the_reader_asks_for()
    {
        JsonObject host = (JsonObject)JsonNode.Parse(RigSchema.Text())!["properties"]!["hosts"]!["items"]!;
        Assert.Equal(Keys(host).Order(), Known(() => Rig.Read("{hosts: [{name: a, ssh: b, wrong: 1}], targets: []}")).Order());
    }

    [Fact]
    public void Every_driver_has_the_keys_that_the_reader_asks_for()
    {
        JsonObject target = (JsonObject)JsonNode.Parse(RigSchema.Text())!["properties"]!["targets"]!["items"]!["properties"]!;
        int checkedDrivers = 0;
        foreach ((string protocol, IReadOnlyList<DriverSchema> schemas) in new[]
        {
            ("console", DriverSchemas.Consoles),
            ("power", DriverSchemas.Powers),
            ("media", DriverSchemas.Media),
            ("meter", DriverSchemas.Meters)
        })
        {
            foreach (DriverSchema schema in schemas)
            {
                string required = string.Concat(schema.Keys.Where(key => key.IsRequired).Select(key => $"{key.Name}: {Example(key)}, "));
                Dictionary<string, string> sections = new()
                {
                    ["console"] = "{driver: pty, device: x}",
                    ["power"] = "{driver: manual}",
                    ["media"] = "{driver: none}",
                    ["meter"] = ""
                };
                sections[protocol] = $"{{driver: {schema.Name}, {required}wrong: 1}}";
                JsonObject section =
                    (JsonObject)((JsonArray)target[protocol]!["oneOf"]!).Single(
                        node => (string?)node!["properties"]!["driver"]!["const"] == schema.Name)!;
                Assert.Equal(
                    Keys(section).Order(),
                    Known(() => Rig.Target(
                        sections["console"],
                        sections["power"],
                        sections["media"],
                        sections["meter"].Length > 0 ? "meter: " + sections["meter"] : "")).Order());
                checkedDrivers++;
            }
        }

        Assert.Equal(20, checkedDrivers);
    }

    [Fact]
    public void A_machine_s_devices_are_found_in_sysfs_and_udev_s_database()
    {
        string usb = Folder("sys/devices/pci0/usb1/1-1/1-1.2");
        Put(usb + "/product", "FT232R USB UART");
        Put(usb + "/manufacturer", "FTDI");
        Put(usb + "/serial", "A50285BI");
        Link("sys/class/tty/ttyUSB0/device", Folder("sys/devices/pci0/usb1/1-1/1-1.2/1-1.2:1.0/ttyUSB0"));
        Put("sys/class/tty/ttyUSB0/dev", "188:0");
        Link("sys/class/tty/ttyUSB1/device", Folder("sys/devices/pci0/usb1/1-1/1-1.3/ttyUSB1"));
        Put("sys/class/tty/ttyUSB1/dev", "188:1");
        Put("run/udev/data/c188:1", "S:serial/by-id/usb-x\nE:ID_VENDOR=Silicon_Labs\nE:ID_MODEL=CP2102\nE:ID_SERIAL_SHORT=0001\n");
        Link("sys/class/tty/ttyS5/device", Folder("sys/devices/platform/serial8250"));
        Put("sys/class/tty/ttyS5/type", "0");
        Folder("sys/class/tty/tty1");
        Put("dev/ttyUSB1", "");
        Link("dev/serial/by-id/usb-Silicon_Labs_CP2102_0001-if00-port0", Path.Combine(_root.FullName, "dev/ttyUSB1"));
        Folder("sys/bus/gpio/devices/gpiochip0");
        Put("sys/bus/usb/devices/1-1/bDeviceClass", "09");
        Put("sys/bus/usb/devices/1-1/product", "USB2.0 Hub");
        Put("sys/bus/usb/devices/1-1/maxchild", "4");
        Put("sys/bus/usb/devices/1-1.2/bDeviceClass", "00");
        Put("sys/class/net/eth1/address", "02:00:00:00:00:01");
        Folder("sys/class/net/eth1/device");
        Folder("sys/class/net/lo");
        LabScan scan = new(_root.FullName);
        Assert.Equal(
            [
                new FoundDevice("/dev/ttyUSB0", "FTDI FT232R USB UART A50285BI"),
                new FoundDevice("/dev/serial/by-id/usb-Silicon_Labs_CP2102_0001-if00-port0", "Silicon Labs CP2102 0001")
            ],
            scan.SerialPorts());
        Assert.Equal("/dev/gpiochip0", Assert.Single(scan.GpioChips()).Name);
        Assert.Equal("1-1", Assert.Single(scan.UsbHubs()).Name);
        Assert.Equal("eth1", Assert.Single(scan.Interfaces()).Name);
    }

    [Fact]
    public void A_machine_with_nothing_is_no_mistake()
    {
        LabScan scan = new(_root.FullName);
        Assert.Empty(scan.SerialPorts().Concat(scan.GpioChips()).Concat(scan.UsbHubs()).Concat(scan.Interfaces()));
    }

    private static string Example(
        DriverKey key) => key.Kind switch
        {
            KeyKind.Integer =>
            "1",
            KeyKind.Texts => "[x]",
            _ => key.Choices.Count > 0 ? key.Choices[0] : "x"
        };

    private static IEnumerable<string> Keys(JsonObject section) => ((JsonObject)section["properties"]!).Select(property => property.Key);

    private static string[] Known(Action read)
    {
        string message = Assert.Throws<ConfigurationException>(read).Message;
        int at = message.IndexOf("known: ", StringComparison.Ordinal);
        Assert.True(at >= 0, message);
        return message[(at + "known: ".Length)..].TrimEnd(')').Split(", ");
    }

    private string Folder(string path) => Directory.CreateDirectory(Path.Combine(_root.FullName, path)).FullName;

    private void Put(string path, string text)
    {
        string file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }

    private void Link(string path, string to)
    {
        string link = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, to);
    }
}
