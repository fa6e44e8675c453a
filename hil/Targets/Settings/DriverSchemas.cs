// Every driver that a target in rig.yaml can be made of.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets.Settings;

/// <summary>The drivers of each protocol.</summary>
public static class DriverSchemas
{
    private const string NeedsSilicon = "needs silicon";
    private static readonly DriverKey s_baud = new("baud", KeyKind.Integer, "bits a second, any rate the port can make")
    {
        Default = "115200",
        Minimum = 50,
        Maximum = 12_000_000
    };
    private static readonly DriverKey s_host = new(
        "host",
        KeyKind.Text,
        "a machine of hosts: on which this is done, through ssh; empty for here");
    private static readonly DriverKey s_reconnect = new("reconnect", KeyKind.Seconds, "how long a lost line may take to come back")
    {
        Default = "10"
    };
    private static readonly DriverKey s_characterDelay = new("character_delay", KeyKind.Seconds, "pause after each byte sent, for boards "
        + "that lose what is typed fast; whole milliseconds")
    {
        Default = "0"
    };
    private static readonly DriverKey s_lineDelay = new("line_delay", KeyKind.Seconds, "further pause after each line sent; whole "
        + "milliseconds")
    {
        Default = "0"
    };
    private static readonly DriverKey s_discharge = new("discharge", KeyKind.Seconds, "how long the board needs after power-off to lose "
        + "its charge")
    {
        Default = "1"
    };
    private static readonly DriverKey s_statusOn = new("status_on", KeyKind.Text, "a regular expression: when the answer to status "
        + "matches, power is on")
    {
        Default = "(?i)\\b(on|1|true)\\b"
    };

    private static readonly DriverKey s_bus = new("bus", KeyKind.Text, "the I2C bus: 1 for /dev/i2c-1, ft232h or ft4222 for a USB adapter, "
        + "unix:/PATH for a program's")
    {
        IsRequired = true
    };
    private static readonly DriverKey s_sensor = new("address", KeyKind.Integer, "its address on the bus")
    {
        Default = "64",
        Minimum = 8,
        Maximum = 119
    };
    private static readonly DriverKey s_shunt = new("shunt", KeyKind.Integer, "the resistor that it measures over, milliohms")
    {
        Default = "100",
        Minimum = 1,
        Maximum = 100_000
    };
    private static readonly DriverKey s_rate = new("rate", KeyKind.Integer, "samples a second")
    {
        Default = "100",
        Minimum = 1,
        Maximum = 1000
    };

    /// <summary>Serial lines: the key <c>console</c>.</summary>
    public static IReadOnlyList<DriverSchema> Consoles { get; } =
    [
        new("tty", "a serial port of this machine or of a host",
        $"ptys, also at 3 Mbaud, and through a real sshd; a UART's own baud rate {NeedsSilicon}",
        [
            new("device", KeyKind.Text, "/dev/serial/by-id/…, which stays the same when ports are plugged in another order")
            {
                IsRequired = true
            },
            s_baud,
            new("dtr", KeyKind.Text, "DTR when the port is opened; some boards reset when it changes")
            {
                Default = "on",
                Choices = ["on", "off"]
            },
            new("rts", KeyKind.Text, "RTS when the port is opened") { Default = "on", Choices = ["on", "off"] },
            s_host, s_reconnect, s_characterDelay, s_lineDelay,
        ]),
        new("pty", "the other end of a pseudo-terminal that a program offers", "ptys",
        [
            new("device", KeyKind.Text, "the path, or a link to it") { IsRequired = true },
            s_reconnect, s_characterDelay, s_lineDelay,
        ]),
        new("tcp", "a raw TCP port of a terminal server", "TCP servers in tests",
        [
            new("address", KeyKind.Text, "HOST:PORT") { IsRequired = true },
            s_reconnect, s_characterDelay, s_lineDelay,
        ]),
        new("rfc2217", "a terminal server that takes the baud rate, such as ser2net", $"a server in tests; ser2net itself {NeedsSilicon}",
        [
            new("address", KeyKind.Text, "HOST:PORT") { IsRequired = true },
            s_baud, s_reconnect, s_characterDelay, s_lineDelay,
        ]),
        new("command", "standard input and output of a program", "programs in tests, also through a real sshd",
        [
            new("command", KeyKind.Texts, "program and arguments") { IsRequired = true },
            s_host, s_reconnect, s_characterDelay, s_lineDelay,
        ]),
    ];

    /// <summary>Power switches: the key <c>power</c>.</summary>
    public static IReadOnlyList<DriverSchema> Powers { get; } =
    [
        new("manual", "a person at this terminal", "a person's answers in tests", []),
        new("gpio", "a relay at a line of a GPIO chip or a USB adapter",
        $"a simulated chip under the package's GpioDriver; libgpiod, FT232H and FT4222 {NeedsSilicon}",
        [
            new("chip", KeyKind.Text, "/dev/gpiochip0 (through libgpiod), or ft232h, ft4222 for a USB adapter") { IsRequired = true },
            new("line", KeyKind.Integer, "the line's number") { IsRequired = true, Maximum = 1023 },
            new("active_low", KeyKind.Boolean, "true when a low level switches on") { Default = "false" },
            s_discharge,
        ]),
        new("expander", "a relay at a line of an I2C expander, as relay boards have them",
        $"register-level simulations of the three chips; {NeedsSilicon}",
        [
            new("chip", KeyKind.Text, "its kind") { IsRequired = true, Choices = ["mcp23017", "pca9555", "pcf8574"] },
            s_bus,
            new("address", KeyKind.Integer, "its address on the bus") { Default = "32", Minimum = 8, Maximum = 119 },
            new("line", KeyKind.Integer, "the line's number, from 0") { IsRequired = true, Maximum = 15 },
            new("active_low", KeyKind.Boolean, "true when a low level switches on") { Default = "false" },
            s_discharge,
        ]),
        new("http", "a network power strip or smart plug", $"HTTP servers in tests; any one product {NeedsSilicon}",
        [
            new("on", KeyKind.Text, "the address that switches on") { IsRequired = true },
            new("off", KeyKind.Text, "the address that switches off") { IsRequired = true },
            new("status", KeyKind.Text, "the address that reports the state"),
            s_statusOn,
            new("method", KeyKind.Text, "how on and off are asked for") { Default = "GET", Choices = ["GET", "POST", "PUT"] },
            new("headers", KeyKind.Texts, "further header lines, \"Name: value\""),
            s_discharge,
        ]),
        new("socket", "a relay that takes lines of text over TCP or a Unix socket", "sockets in tests",
        [
            new("address", KeyKind.Text, "HOST:PORT or unix:/PATH") { IsRequired = true },
            new("on", KeyKind.Text, "the line that switches on; the relay answers with a line") { Default = "on" },
            new("off", KeyKind.Text, "the line that switches off") { Default = "off" },
            new("status", KeyKind.Text, "the line that asks for the state") { Default = "status" },
            s_statusOn,
            new("error", KeyKind.Text, "a regular expression: an answer that matches is a refusal") { Default = "(?i)^err" },
            s_discharge,
        ]),
        new("snmp", "a power strip with SNMP, by snmpset and snmpget", $"programs of these names in tests; {NeedsSilicon}",
        [
            new("address", KeyKind.Text, "HOST or HOST:PORT") { IsRequired = true },
            new("oid", KeyKind.Text, "the outlet's object") { IsRequired = true },
            new("community", KeyKind.Text, "who may write") { Default = "private" },
            new("value_on", KeyKind.Integer, "the value that means on") { Default = "1" },
            new("value_off", KeyKind.Integer, "the value that means off") { Default = "2" },
            s_host, s_discharge,
        ]),
        new("uhubctl", "a port of a USB hub that can switch its ports", $"a program of this name in tests; {NeedsSilicon}",
        [
            new("location", KeyKind.Text, "the hub as uhubctl names it: 1-1.4") { IsRequired = true },
            new("port", KeyKind.Integer, "the port's number") { IsRequired = true, Minimum = 1, Maximum = 31 },
            s_host, s_discharge,
        ]),
        new("command", "any program", "programs in tests, also through a real sshd",
        [
            new("on", KeyKind.Texts, "program and arguments that switch on") { IsRequired = true },
            new("off", KeyKind.Texts, "program and arguments that switch off") { IsRequired = true },
            new("status", KeyKind.Texts, "program and arguments that report the state"),
            s_statusOn, s_host, s_discharge,
        ]),
    ];

    /// <summary>What boards boot from: the key <c>media</c>.</summary>
    public static IReadOnlyList<DriverSchema> Media { get; } =
    [
        new("none", "what lies on the board already; the rig brings nothing", "virtual boards", []),
        new("sd-file", "an SD card's image in a file", "files, read back by mtools",
        [
            new("file", KeyKind.Text, "where the image goes") { IsRequired = true },
            s_host,
        ]),
        new("sd-mux", "a card that a multiplexer switches between here and the board", $"programs and files in tests; {NeedsSilicon}",
        [
            new("to_host", KeyKind.Texts, "program and arguments that bring the card here") { IsRequired = true },
            new("to_board", KeyKind.Texts, "program and arguments that bring it to the board") { IsRequired = true },
            new("write", KeyKind.Texts, "program and arguments that write {image} to {device}, and read it back") { IsRequired = true },
            new("device", KeyKind.Text, "the card as it appears here, /dev/disk/by-id/…") { IsRequired = true },
        ]),
        new("netboot", "DHCP and TFTP on an interface of this machine", $"boards in QEMU; {NeedsSilicon}",
        [
            new("address", KeyKind.Text, "this machine's address on the board's network") { IsRequired = true },
            new("dhcp", KeyKind.Text, "full gives addresses; proxy only boot information, beside another server; none")
            {
                Default = "full",
                Choices = ["full", "proxy", "none"]
            },
            new("relays", KeyKind.Text, "own: a DHCP relay of the board's network is answered; none: nothing that comes through a relay is")
            {
                Default = "own",
                Choices = ["own", "none"]
            },
            new("router", KeyKind.Text, "the gateway that boards get: an address, or none; without the key this machine"),
            new("tftp_port", KeyKind.Integer, "TFTP's port") { Default = "69", Minimum = 1, Maximum = 65535 },
            new("frames_port", KeyKind.Integer, "0 for a real interface; otherwise the board's Ethernet frames come as datagrams from this "
                + "loopback port to the next one (QEMU's -netdev dgram)")
            {
                Default = "0",
                Maximum = 65534
            },
            new("frames_file", KeyKind.Text, "with frames_port: write every frame there (pcap)"),
        ]),
    ];

    /// <summary>Current sensors in a board's supply: the key <c>meter</c>, which a target may do without.</summary>
    public static IReadOnlyList<DriverSchema> Meters { get; } =
    [
        new(
            "ina219",
            "an INA219 in the board's supply, through the package's driver",
            $"a register-level simulation; {NeedsSilicon}",
            [s_bus, s_sensor, s_shunt, s_rate]),
        new(
            "ina226",
            "an INA226 in the board's supply",
            $"a register-level simulation; {NeedsSilicon}",
            [s_bus, s_sensor, s_shunt, s_rate]),
        new(
            "ina260",
            "an INA260 in the board's supply, whose resistor is its own",
            $"a register-level simulation; {NeedsSilicon}",
            [s_bus, s_sensor, s_rate]),
    ];
}
