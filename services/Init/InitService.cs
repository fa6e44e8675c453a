// Init owns the port of every service, so queues outlive services. It hands the ports out, watches services, and restarts those that end.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>The event loop of Init: names and commands for clients, ends of processes, time.</summary>
internal sealed class InitService : Service, ISupervisor
{
    /// <summary>Requests that may wait at Init's port.</summary>
    internal const uint QueueLength = 64;

    private const ulong MostReserved = 64ul << 20;
    private readonly KeptState _kept;
    private readonly List<Entry> _entries = new();
    private readonly Supervisor _supervisor;
    private readonly LoadedPrograms _programs;
    private List<string>? _driven;

    internal InitService(Handle<Port> port, KeptState kept)
        : base(port)
    {
        _kept = kept;
        _supervisor = new Supervisor(port, kept, _entries);
        _programs = new LoadedPrograms(kept, _entries, _supervisor, MakePorts);
        Serve(new SupervisorDispatcher(this));
    }

    // Bits 15:0 of the kernel's argument: how often Init was started before.
    private static uint Starts => (uint)Runtime.Startup.Block.Argument & 0xFFFF;

    // Bits 63:32 of the kernel's argument; 0: no test.
    private static uint Test => (uint)(Runtime.Startup.Block.Argument >> 32);

    /// <summary>Reads the manifests and starts the services; after a failure of Init itself, continues with what runs.</summary>
    internal ErrorCode Start(Handle<Timer> timer)
    {
        bool isAgain = _kept.IsUsed;
        string overTests = Test == 0 ? "" : BootArchive.Text("tests.manifest");
        ManifestList manifests = BootArchive.Manifests();
        for (int i = 0; i < manifests.Count; i++)
        {
            Manifest manifest = manifests[i];
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

        if (isAgain)
        {
            _programs.Find();
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

    // The caller; null: its handle comes from a process other than Init.
    private Entry? Caller => Badge.Value - 1 < (ulong)_entries.Count ? _entries[Client] : null;

    /// <inheritdoc/>
    public ErrorCode Connect(string name, out Handle<Port> port)
    {
        port = default;
        Entry? wanted = Find(name);
        if (wanted is null || Caller is not Entry client || !client.Manifest.IsUserOf(name))
        {
            return wanted is null ? ErrorCode.NotFound : ErrorCode.AccessDenied;
        }

        Badge badge = new((ulong)client.Number + 1);
        return Kernel.HandleDuplicate(wanted.Port, Rights.Send | Rights.Duplicate | Rights.Transfer, badge, out port);
    }

    /// <inheritdoc/>
    public ErrorCode Describe(uint number, out ServiceState state)
    {
        state = default;
        if (number > (uint)_entries.Count)
        {
            return ErrorCode.NotFound;
        }

        state = number == (uint)_entries.Count
            ? Supervisor.DescribeSelf(Starts, _entries)
            : Supervisor.Describe(_entries[(int)number]);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Command(string name, ServiceCommand command, CrashKind kind)
    {
        if (!IsAllowed("manage"))
        {
            return ErrorCode.AccessDenied;
        }

        if (name == "init" && command == ServiceCommand.Crash)
        {
            // As a sent message, which has no caller: the exception then ends the process, with this request unanswered.
            _ = Defer();
            return new SupervisedClient(Port).Crash(kind);
        }

        return Find(name) is Entry entry ? _supervisor.Command(entry, command, kind) : ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    public ErrorCode Power(PowerAction action) =>
        IsAllowed("power") ? Kernel.MachinePower(Own.Machine, action) : ErrorCode.AccessDenied;

    /// <inheritdoc/>
    public ErrorCode Time(ulong seconds) =>
        !IsAllowed("clock") ? ErrorCode.AccessDenied
        : Kernel.SystemInfo(SystemItem.WallStart) != 0 ? ErrorCode.InvalidState
        : Kernel.ClockSet(Own.Machine, seconds);

    /// <inheritdoc/>
    public ErrorCode Finish(ulong code) =>
        Test != 0 && Caller is { Manifest.Start: "test" } ? Kernel.ProcessExit(code) : ErrorCode.AccessDenied;

    /// <inheritdoc/>
    public ErrorCode Tree(out Handle<Memory> memory, out ulong offset)
    {
        memory = default;
        offset = Devices.TreeOffset;
        return IsAllowed("tree")
            ? Kernel.HandleDuplicate(Devices.Tree, Rights.Read | Rights.Transfer, out memory)
            : ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    public ErrorCode Vault(out Handle<Port> port)
    {
        port = default;

        // Each process of the service gets a new handle: the queue stays with the port.
        return Caller is Entry { Vault.IsNone: false } client
            ? Kernel.HandleDuplicate(client.Vault, Rights.Send | Rights.Receive | Rights.Transfer, out port)
            : ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    public ErrorCode Load(
        string name,
        string manifest,
        string arguments,
        ulong offset,
        ulong bytes,
        Handle<Memory> memory,
        Handle<Port> input,
        Handle<Port> output,
        out uint number)
    {
        number = 0;
        Entry? owner = IsAllowed("manage") ? Caller : null;
        ErrorCode error = owner is null ? ErrorCode.AccessDenied : ProgramSeal.Admit(name, manifest, bytes, ref memory, ref offset);
        LoadedProgram program = new()
        {
            Name = name,
            Owner = owner?.Number ?? 0,
            Memory = memory,
            Offset = offset,
            Bytes = bytes,
            Input = input,
            Output = output,
            Manifest = manifest,
            Arguments = arguments,
        };
        error = error == ErrorCode.None ? _programs.Start(name, program, owner!.Manifest, out number) : error;
        if (error != ErrorCode.None)
        {
            program.Close();
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode Streams(out Handle<Port> input, out Handle<Port> output, out string arguments)
    {
        LoadedProgram? program = Caller?.Loaded;
        input = default;
        output = default;
        arguments = program?.Arguments ?? "";
        ErrorCode error = program is null
            ? ErrorCode.NotFound
            : Kernel.HandleDuplicate(program.Input, Rights.Receive | Rights.Transfer, out input);
        error = error == ErrorCode.None ? Kernel.HandleDuplicate(program!.Output, Rights.Send | Rights.Transfer, out output) : error;
        if (error != ErrorCode.None)
        {
            input.Close();
            input = default;
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode ProgramFile(out Handle<Memory> memory, out ulong offset, out ulong bytes, out string name)
    {
        name = Caller is not Entry entry ? ""
            : entry.Manifest.IsOfFile ? entry.Manifest.Program : entry.Loaded?.Name ?? entry.Manifest.Name;
        memory = default;
        offset = 0;
        bytes = 0;
        return Caller is Entry { Manifest.Personality.Length: > 0 } client
            ? Launcher.ShareProgram(client, out memory, out offset, out bytes)
            : ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    public ErrorCode Environment(out string settings)
    {
        settings = Caller?.Manifest.Environment ?? "";
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Chance(out ulong a, out ulong b, out ulong c, out ulong d)
    {
        Span<byte> bytes = stackalloc byte[32];
        Init.Chance.Fill(bytes);
        a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        b = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8));
        c = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(16));
        d = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(24));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Reserve(ulong bytes, out Handle<Memory> memory)
    {
        memory = default;
        return !IsAllowed("manage") ? ErrorCode.AccessDenied
            : bytes > MostReserved ? ErrorCode.InvalidArgument
            : Launcher.Reserve(bytes, out memory);
    }

    /// <inheritdoc/>
    public ErrorCode LastEnd(uint number, out ExitCause cause, out ulong code, out ulong address, out ulong pc)
    {
        bool isThere = number < (uint)_entries.Count;
        ProcessEnd end = isThere ? _entries[(int)number].LastEnd : default;
        cause = end.Cause;
        code = end.Code;
        address = end.Address;
        pc = end.PC;
        return isThere ? ErrorCode.None : ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    protected override void OnExit(in ProcessEnd end)
    {
        if (end.Badge.Value < (ulong)_entries.Count)
        {
            _supervisor.Ended(_entries[(int)end.Badge.Value], in end);
        }
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge) => _supervisor.Look();

    /// <inheritdoc/>
    protected override void OnBits(ulong bits) => _supervisor.Answered(bits);

    private bool IsAllowed(string what) => Caller is Entry client && client.Manifest.IsAllowed(what);

    private ErrorCode MakePorts(Entry entry)
    {
        ErrorCode error = Kernel.PortCreate(entry.Manifest.Queue, out Handle<Port> port);
        entry.Port = port;
        if (error == ErrorCode.None)
        {
            // Init recognises the caller by this badge.
            Badge badge = new((ulong)entry.Number + 1);
            error = Kernel.HandleDuplicate(
                Port,
                Rights.Send | Rights.Duplicate | Rights.Transfer,
                badge,
                out Handle<Port> own);
            entry.InitPort = own;
        }

        if (error == ErrorCode.None && entry.Manifest.Keep != 0)
        {
            error = Kernel.PortCreate(entry.Manifest.Keep, out Handle<Port> vault);
            entry.Vault = vault;
        }

        _kept.Save(entry);
        return error;
    }

    // What a service needs is started first; services that need each other, in the order of the archive.
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
                    if (isWanted && !entry.IsRunning && !entry.IsGivenUp && (!isAgain || entry.Starts == 0))
                    {
                        StartOrLeave(entry);
                    }
                }
            }
        }

        foreach (Entry entry in _entries)
        {
            _supervisor.Attend(entry);
        }
    }

    private void StartOrLeave(Entry entry)
    {
        string[] drives = entry.Manifest.Drives;
        bool hasDevice = drives.Length == 0 || Devices.Has(drives, _driven ??= AllDriven());
        if (hasDevice && _supervisor.HasNeeds(entry))
        {
            _ = _supervisor.Start(entry);
        }
        else
        {
            _supervisor.LeaveOut(entry, hasDevice ? "" : drives[0]);
        }
    }

    private List<string> AllDriven()
    {
        List<string> all = new();
        foreach (Entry entry in _entries)
        {
            foreach (string name in entry.Manifest.Drives)
            {
                all.Add(name);
            }
        }

        return all;
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
        Entry? found = null;
        foreach (Entry entry in _entries)
        {
            // A program that has ended keeps its name until another one takes that name.
            if (entry.Manifest.Name == name && (found is null || !entry.IsOver))
            {
                found = entry;
            }
        }

        return found;
    }
}
