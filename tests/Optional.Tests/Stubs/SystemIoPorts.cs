// The part of System.IO.Ports' API that the adapter uses, with a fake behind it.
namespace System.IO.Ports;

public enum Parity { None, Odd, Even, Mark, Space }

public enum StopBits { None, One, Two, OnePointFive }

public enum Handshake { None, XOnXOff, RequestToSend, RequestToSendXOnXOff }

public sealed class SerialPort(string portName, int baudRate, Parity parity, int dataBits, StopBits stopBits) : IDisposable
{
    public static Func<SerialPort, Stream>? Opener { get; set; }

    public string PortName { get; } = portName;

    public int BaudRate { get; } = baudRate;

    public Parity Parity { get; } = parity;

    public int DataBits { get; } = dataBits;

    public StopBits StopBits { get; } = stopBits;

    public Handshake Handshake { get; set; } = Handshake.RequestToSend;

    public int WriteTimeout { get; set; }

    public Stream BaseStream { get; private set; } = Stream.Null;

    public void Open() => BaseStream = Opener!(this);

    public void Close() => BaseStream.Dispose();

    public void Dispose() => Close();
}
