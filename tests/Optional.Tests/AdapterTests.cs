using System;
using System.Device.Gpio;
using System.IO;
using System.IO.Ports;
using System.Linq;
using System.Text;
using System.Threading;
using Iot.Device.Adc;
using Iot.Device.Ft232H;
using Renci.SshNet;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Optional.IotBindings;
using RustKernel.Hil.Optional.SshNet;
using RustKernel.Hil.Optional.SystemIoPorts;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Optional.Tests;

public sealed class AdapterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-optional-");

    public void Dispose() => _folder.Delete(recursive: true);

    private BenchDefinition Bench(string console, string power)
    {
        string path = Path.Combine(_folder.FullName, "rig.yaml");
        File.WriteAllText(path, $"targets: [{{name: a, board: toy, driver: bench, console: {console}, power: {power}, media: {{driver: none}}}}]");
        BoardDefinition board = new() { Name = "toy", Folder = "/", ImageFile = "x", BootName = "x", Targets = [] };
        return RigReader.Read(path, [board]).Single().Bench!;
    }

    private IGpioLine Line(string more) => AdapterLine.Create(Bench("{driver: pty, device: x}", $"{{driver: iot-gpio, line: 5, {more}}}").Power);

    [Fact]
    public void A_port_is_opened_plain_and_gives_and_takes_bytes()
    {
        MemoryStream stream = new();
        stream.Write("hello"u8);
        stream.Position = 0;
        SerialPort? opened = null;
        SerialPort.Opener = port =>
        {
            opened = port;
            return stream;
        };
        using ISerialConnection connection = PortTransport.Create(Bench("{driver: system-io-ports, device: COM3, baud: 921600}", "{driver: manual}").Console).Connect(CancellationToken.None);
        byte[] buffer = new byte[16];
        Assert.Equal(5, connection.Read(buffer));
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, 5));
        connection.Write("x"u8);
        Assert.Equal(6, stream.Length);
        Assert.Equal(("COM3", 921600, Parity.None, 8, StopBits.One, Handshake.None), (opened!.PortName, opened.BaudRate, opened.Parity, opened.DataBits, opened.StopBits, opened.Handshake));
        connection.Stop();
        Assert.Equal(0, connection.Read(buffer));
    }

    [Fact]
    public void A_port_that_is_not_there_is_named()
    {
        SerialPort.Opener = _ => throw new FileNotFoundException("no such port");
        Assert.Equal("COM9 cannot be opened: no such port", Assert.Throws<InfrastructureException>(() => new PortTransport("COM9", 115200).Connect(CancellationToken.None)).Message);
    }

    [Fact]
    public void A_line_of_an_adapter_is_switched_and_current_tells_the_state()
    {
        GpioController.Calls.Clear();
        using (IGpioLine line = Line("adapter: ft4222"))
        {
            line.Write(true);
            Assert.True(line.Read());
        }

        Assert.Equal(["Ft4222Gpio open 5", "mode 5 Output", "write 5 1", "dispose"], GpioController.Calls);
        Ft232HDevice.Devices.Add(new Ft232HDevice());
        using IGpioLine metered = Line("adapter: ft232h, ina219_bus: 1, active_low: true");
        Ina219.Amperes = 0.6;
        Assert.False(metered.Read());
        Ina219.Amperes = 0.001;
        Assert.True(metered.Read());
        Ft232HDevice.Devices.Clear();
        Assert.Contains("adapter ft232h cannot be used: none is plugged in", Assert.Throws<InfrastructureException>(() => Line("adapter: ft232h")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_of_another_machine_is_read_and_written()
    {
        SshCommand.Output = new MemoryStream("there"u8.ToArray());
        ISerialTransport transport = RemotePortTransport.Create(Bench("{driver: ssh-net, server: lab, user: rig, identity: key, device: /dev/ttyUSB0, baud: 9600}", "{driver: manual}").Console);
        using ISerialConnection connection = transport.Connect(CancellationToken.None);
        byte[] buffer = new byte[16];
        Assert.Equal(5, connection.Read(buffer));
        connection.Write("hi"u8);
        Assert.Equal("hi", Encoding.ASCII.GetString(SshCommand.Input.ToArray()));
        Assert.Contains("stty -F", SshClient.LastCommand, StringComparison.Ordinal);
        SshClient.Refuses = true;
        Assert.Contains("lab:/dev/ttyUSB0 cannot be reached: permission denied", Assert.Throws<InfrastructureException>(() => transport.Connect(CancellationToken.None)).Message, StringComparison.Ordinal);
        SshClient.Refuses = false;
    }
}
