// Init: the port of every service is its own, so queues outlive services; it lends them out, watches, and starts again what ends.

using System;
using System.Collections.Generic;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>The event loop of Init: names and commands for clients, ends of processes, time.</summary>
internal sealed class InitService : Service
{
    /// <summary>Requests that wait at Init's port.</summary>
    internal const ulong QueueLength = 64;

    private readonly KeptState _kept;
    private readonly List<Entry> _entries = new();
    private readonly Supervisor _supervisor;

    internal InitService(ulong port, KeptState kept)
        : base(port)
    {
        _kept = kept;
        _supervisor = new Supervisor(port, kept, _entries);
    }

    // Bits 15:0 of what the kernel gives: how often Init was started before.
    private static uint Starts => (uint)Runtime.Startup.Block.Argument & 0xFFFF;

    // Bits 63:32 of what the kernel gives; 0: no test.
    private static uint Test => (uint)(Runtime.Startup.Block.Argument >> 32);

    /// <summary>Reads the manifests and starts what they say; after a failure of its own, goes on with what runs.</summary>
    internal ErrorCode Start(ulong timer)
    {
        bool isAgain = _kept.IsUsed;
        string overTests = Test == 0 ? "" : BootArchive.Text("tests.manifest");
        foreach (Manifest manifest in BootArchive.Manifests())
        {
            if (manifest.Start != "test")
            {
                manifest.ReadOver(overTests);
            }

            Entry entry = new(_entries.Count, manifest);
            _entries.Add(entry);
            if (manifest.Complaint is not null)
            {
                Console.WriteLine($"init: {manifest.Name}.service: what is \"{manifest.Complaint}\"?");
            }

            if (isAgain)
            {
                _kept.Load(entry);
            }
            else if (MakePorts(entry) is ErrorCode error and not ErrorCode.None)
            {
                return error;
            }
        }

        if (!isAgain)
        {
            _kept.Begin(Port, timer);
        }

        _supervisor.Begin(timer, Test);
        if (isAgain)
        {
            Console.WriteLine("init: back again, services go on");
            _supervisor.FindEnded();
        }

        StartAll(isAgain);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override bool OnCall(uint operation, ulong badge, ref Message message)
    {
        if (badge == 0 || badge > (ulong)_entries.Count)
        {
            return Answer(ref message, ErrorCode.AccessDenied);
        }

        Entry client = _entries[(int)badge - 1];
        switch ((InitOperation)operation)
        {
            case InitOperation.Connect: return Connect(client, ref message);
            case InitOperation.Describe: return Describe(ref message);
            case InitOperation.Command: return Answer(ref message, Command(client, in message));
            case InitOperation.Power: return Answer(ref message, Power(client, message.Words[0]));
            case InitOperation.Tree: return Tree(client, ref message);
            case InitOperation.LastEnd: return LastEnd(ref message);
            case InitOperation.Vault: return Vault(client, ref message);
            case InitOperation.Finish: return Answer(ref message, Finish(client, message.Words[0]));
            default: return Answer(ref message, ErrorCode.NotSupported);
        }
    }

    /// <inheritdoc/>
    protected override void OnNotice(MessageKind kind, ulong badge, ref Message message)
    {
        if (kind == MessageKind.Exit && badge < (ulong)_entries.Count)
        {
            _supervisor.Ended(_entries[(int)badge], in message);
        }
        else if (kind == MessageKind.Timer)
        {
            _supervisor.Look();
        }
    }

    /// <inheritdoc/>
    protected override void OnBits(ulong bits) => _supervisor.Answered(bits);

    private ErrorCode MakePorts(Entry entry)
    {
        ErrorCode error = Kernel.Call(SystemCall.PortCreate, out ulong port, entry.Manifest.Queue);
        entry.Port = port;
        if (error == ErrorCode.None)
        {
            // The badge is how Init knows who calls.
            error = Kernel.Call(
                SystemCall.HandleDuplicate,
                out ulong own,
                Port,
                (ulong)(Rights.Send | Rights.Duplicate | Rights.Transfer),
                (ulong)entry.Number + 1,
                1);
            entry.InitPort = own;
        }

        if (error == ErrorCode.None && entry.Manifest.Keep != 0)
        {
            error = Kernel.Call(SystemCall.PortCreate, out ulong vault, entry.Manifest.Keep);
            entry.Vault = vault;
        }

        _kept.Save(entry);
        return error;
    }

    // What a service needs comes first; a ring of needs is started in the order of the archive.
    private void StartAll(bool isAgain)
    {
        bool[] done = new bool[_entries.Count];
        for (int round = 0; round <= _entries.Count; round++)
        {
            foreach (Entry entry in _entries)
            {
                if (!done[entry.Number] && (round == _entries.Count || HasNeeds(entry, done)))
                {
                    done[entry.Number] = true;
                    bool isWanted = entry.Manifest.Start == "boot" || entry.Manifest.Start == (Test != 0 ? "test" : "live");
                    if (isWanted && entry.Process == 0 && !entry.IsGivenUp && (!isAgain || entry.Starts == 0))
                    {
                        StartOrLeave(entry);
                    }
                }
            }
        }
    }

    private void StartOrLeave(Entry entry)
    {
        string[] drives = entry.Manifest.Drives;
        if (drives.Length == 0 || Devices.Has(drives))
        {
            _supervisor.Start(entry);
        }
        else
        {
            _supervisor.LeaveOut(entry);
        }
    }

    private bool HasNeeds(Entry entry, bool[] done)
    {
        foreach (string need in entry.Manifest.Needs)
        {
            if (Find(need) is Entry needed && !done[needed.Number])
            {
                return false;
            }
        }

        return true;
    }

    private Entry? Find(string name)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Manifest.Name == name)
            {
                return entry;
            }
        }

        return null;
    }

    private bool Connect(Entry client, ref Message message)
    {
        string name = MessageText.GetName(in message, 0);
        Entry? wanted = Find(name);
        if (wanted is null || !client.Manifest.IsUserOf(name))
        {
            return Answer(ref message, wanted is null ? ErrorCode.NotFound : ErrorCode.AccessDenied);
        }

        ErrorCode error = Kernel.Call(
            SystemCall.HandleDuplicate,
            out ulong port,
            wanted.Port,
            (ulong)(Rights.Send | Rights.Duplicate | Rights.Transfer),
            (ulong)client.Number + 1,
            1);
        message.Handles01 = port;
        return Answer(ref message, error, 0, error == ErrorCode.None ? 1u : 0);
    }

    private bool Describe(ref Message message)
    {
        if (message.Words[0] == (ulong)_entries.Count)
        {
            Supervisor.DescribeSelf(Starts, _entries).Put(ref message);
            return Answer(ref message, ErrorCode.None, ServiceState.Words);
        }

        if (message.Words[0] > (ulong)_entries.Count)
        {
            return Answer(ref message, ErrorCode.NotFound);
        }

        Supervisor.Describe(_entries[(int)message.Words[0]]).Put(ref message);
        return Answer(ref message, ErrorCode.None, ServiceState.Words);
    }

    private ErrorCode Command(Entry client, in Message message)
    {
        if (!client.Manifest.IsAllowed("manage"))
        {
            return ErrorCode.AccessDenied;
        }

        string name = MessageText.GetName(in message, 0);
        if (name == "init" && (ServiceCommand)(uint)message.Words[2] == ServiceCommand.Crash)
        {
            Crash.Do((CrashKind)(int)message.Words[3]);
        }

        return Find(name) is Entry entry
            ? _supervisor.Command(entry, (ServiceCommand)(uint)message.Words[2], message.Words[3])
            : ErrorCode.NotFound;
    }

    private static ErrorCode Power(Entry client, ulong how) =>
        client.Manifest.IsAllowed("power") ? Kernel.Call(SystemCall.MachinePower, Own.Machine, how) : ErrorCode.AccessDenied;

    private static ErrorCode Finish(Entry client, ulong code) =>
        Test != 0 && client.Manifest.Start == "test" ? Kernel.Call(SystemCall.ProcessExit, code) : ErrorCode.AccessDenied;

    // Init's own start block has the tree where others have the port to Init.
    private static bool Tree(Entry client, ref Message message)
    {
        if (!client.Manifest.IsAllowed("tree"))
        {
            return Answer(ref message, ErrorCode.AccessDenied);
        }

        ErrorCode error = Kernel.Call(
            SystemCall.HandleDuplicate,
            out ulong tree,
            Runtime.Startup.Block.Starter,
            (ulong)(Rights.Read | Rights.Transfer));
        message.Handles01 = tree;
        message.Words[0] = Devices.TreeOffset;
        return Answer(ref message, error, 1, error == ErrorCode.None ? 1u : 0);
    }

    // Another handle for each process of the service: what is queued stays with the port.
    private static bool Vault(Entry client, ref Message message)
    {
        if (client.Vault == 0)
        {
            return Answer(ref message, ErrorCode.AccessDenied);
        }

        ErrorCode error = Kernel.Call(
            SystemCall.HandleDuplicate,
            out ulong vault,
            client.Vault,
            (ulong)(Rights.Send | Rights.Receive | Rights.Transfer));
        message.Handles01 = vault;
        return Answer(ref message, error, 0, error == ErrorCode.None ? 1u : 0);
    }

    private bool LastEnd(ref Message message)
    {
        if (message.Words[0] >= (ulong)_entries.Count)
        {
            return Answer(ref message, ErrorCode.NotFound);
        }

        Entry entry = _entries[(int)message.Words[0]];
        message.Words[0] = (ulong)entry.LastCause;
        message.Words[1] = entry.LastCode;
        message.Words[2] = entry.LastAddress;
        message.Words[3] = entry.LastPC;
        return Answer(ref message, ErrorCode.None, 4);
    }
}
