using System;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Ethernet;

/// <summary>
/// The service ethernet: moves frames between one card and the rings of one client, which it notifies by a bit at the client's port. When
/// it starts again, it notifies the client that the earlier process had.
/// </summary>
internal sealed class EthernetService : Service, IEthernet
{
    private const ulong DeviceBadge = 1;
    private const int MostRounds = 8;
    private const string ClientName = "net";
    private readonly ManifestList _manifests = BootArchive.Manifests();
    private readonly ClaimedDevice _device;
    private readonly EthernetCard<DeviceRegisters, DmaWindow> _card;
    private readonly MappedMemory _received;
    private readonly MappedMemory _sent;
    private Handle<Port> _client;
    private ulong _notices;

    internal EthernetService(
        ClaimedDevice device,
        EthernetCard<DeviceRegisters, DmaWindow> card,
        MappedMemory received,
        MappedMemory sent)
    {
        _device = device;
        _card = card;
        _received = received;
        _sent = sent;
        ErrorCode error = device.Bind(Port, new Badge(DeviceBadge));
        if (error != ErrorCode.None)
        {
            throw new InvalidOperationException($"no interrupt of the network card: error {(int)error}");
        }

        Serve(new EthernetDispatcher(this));
        if (InitClient.Connect(ClientName, out Handle<Port> client) == ErrorCode.None)
        {
            _client = client;
            Announce();
        }
    }

    /// <inheritdoc/>
    public ErrorCode Open(
        Handle<Port> port,
        out Handle<Memory> received,
        out Handle<Memory> sent,
        out EthernetDescription description)
    {
        received = default;
        sent = default;
        description = default;
        bool isClient = Client >= 0 && Client < _manifests.Count && Manifest.Has(_manifests[Client].Uses, "ethernet");
        ErrorCode error = isClient ? Give(_received, out received) : ErrorCode.AccessDenied;
        error = error == ErrorCode.None ? Give(_sent, out sent) : error;
        error = error == ErrorCode.None ? _card.Open() : error;
        if (error != ErrorCode.None)
        {
            port.Close();
            received.Close();
            sent.Close();
            received = default;
            sent = default;
            return error is ErrorCode.AccessDenied or ErrorCode.OutOfMemory ? error : ErrorCode.DeviceError;
        }

        _client.Close();
        _client = port;
        description = _card.Description;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Count(out EthernetCounts counts)
    {
        counts = _card.Counts;
        counts.Notices = _notices;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge)
    {
        bool isTold = _card.TakeInterrupt();
        _device.Acknowledge();
        if (isTold)
        {
            Tell();
        }

        Work();
    }

    /// <inheritdoc/>
    protected override void OnBits(ulong bits) => Work();

    // In rounds, so that Init's questions and the client's calls are served in between.
    private void Work()
    {
        EthernetWork work = EthernetWork.Again;
        for (int round = 0; round < MostRounds && (work & EthernetWork.Again) != 0; round++)
        {
            work = _card.Work();
            if ((work & EthernetWork.Tell) != 0)
            {
                Tell();
            }
        }

        if ((work & EthernetWork.Again) != 0)
        {
            _ = Kernel.Notify(Port, FrameRing.ChangedBit);
        }
    }

    // Its first start starts the client. After a restart a bit is enough: the client runs, or was ended on purpose.
    private void Announce()
    {
        if (Own.Starts == 0)
        {
            _ = new NetworkClient(_client).CardStarted();
        }
        else
        {
            Tell();
        }
    }

    private void Tell()
    {
        _notices++;
        _ = Kernel.Notify(_client, FrameRing.ChangedBit);
    }

    private static ErrorCode Give(MappedMemory memory, out Handle<Memory> handle) =>
        Kernel.HandleDuplicate(memory.Handle, Rights.Read | Rights.Write | Rights.Duplicate | Rights.Transfer, out handle);
}
