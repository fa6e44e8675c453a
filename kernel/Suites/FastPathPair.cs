// Two threads of two processes and a port between them, each with a page of code that makes one call and then sleeps.
// FastPathStates.cs uses them for the states in which the fast path leaves a call to C#.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Suites;

/// <summary>A client and a server that run only on the calling CPU. Under the kernel lock, except <see cref="Release"/>.</summary>
internal struct FastPathPair
{
    /// <summary>Where the code lies: the call's SVC instruction.</summary>
    internal const ulong Code = 0x2000_0000;

    /// <summary>The threads' priority.</summary>
    internal const byte Priority = 10;

    // At EL0: svc #0, then an endless loop of mov x0, #-1 (for ever); mov x8, #Sleep; svc #0.
    private const ulong CallAndForEver = 0x9280_0000_D400_0001;
    private const ulong SleepNumber = 0xD400_0001_D280_0008 | ((ulong)SystemCall.Sleep << 5);
    private const ulong Back = 0x17FF_FFFD;
    private const uint Frames = 32;
    private const uint Objects = 8;
    private const uint Handles = 8;
    private const uint MessagesOfPort = 2;

    // PSTATE.I: no interrupt comes between the start at EL0 and the call.
    private const ulong InterruptsMasked = 1 << 7;

    private Slot<Process> _clients;
    private Slot<Process> _servers;

    /// <summary>Slot of the thread that calls.</summary>
    internal uint Client { get; private set; }

    /// <summary>Slot of the thread that answers.</summary>
    internal uint Server { get; private set; }

    /// <summary>Slot of the port.</summary>
    internal uint Port { get; private set; }

    /// <summary>The client's handle to the port, entry 0 of its table.</summary>
    internal ulong ClientHandle { get; private set; }

    /// <summary>The server's, entry 0 of its table.</summary>
    internal ulong ServerHandle { get; private set; }

    /// <summary>The client's process.</summary>
    internal readonly ref Process Clients => ref KernelObjects.Process(_clients);

    /// <summary>The server's process.</summary>
    internal readonly ref Process Servers => ref KernelObjects.Process(_servers);

    /// <summary>Makes both processes with a thread each, and the port. False: there is no room.</summary>
    internal bool Make(ref CpuBlock cpu)
    {
        _clients = MakeProcess();
        _servers = MakeProcess();
        if (_clients.IsNone || _servers.IsNone)
        {
            return false;
        }

        Client = AddThread(ref cpu, _clients, Priority);
        Server = AddThread(ref cpu, _servers, Priority);
        Result<Slot<Port>> port = PortLife.Create(_servers, MessagesOfPort);
        if (Client == 0 || Server == 0 || !port.IsOk)
        {
            return false;
        }

        // Both have an ASID after this.
        _ = AddressSpaces.Enter(ref cpu, _clients);
        _ = AddressSpaces.Enter(ref cpu, _servers);
        AddressSpaces.Leave(ref cpu);
        Port = port.Value.Index;
        ClientHandle = AddHandle(ref Clients);
        ServerHandle = AddHandle(ref Servers);
        ObjectReferences.Release(port.Value);
        return ClientHandle != 0 && ServerHandle != 0;
    }

    /// <summary>Adds a thread to the server's process, not started; 0: there is no room.</summary>
    internal readonly uint AddServer(ref CpuBlock cpu, byte priority) => AddThread(ref cpu, _servers, priority);

    /// <summary>Makes a thread of the server's process that does not run wait for a message.</summary>
    internal readonly void LetReceive(ref CpuBlock cpu, uint slot)
    {
        ref Thread thread = ref KernelObjects.Thread(slot);
        Prepare(ref thread, SystemCall.Receive, ServerHandle);
        thread.Context.ELR_EL1 = Code + sizeof(uint);
        _ = Ports.Receive(ref cpu, ref thread);
    }

    /// <summary>Makes the client this CPU's thread, about to make its call without a deadline.</summary>
    internal readonly void BeginCall(ref CpuBlock cpu)
    {
        ref Thread client = ref KernelObjects.Thread(Client);
        _ = Scheduler.SwitchTo(ref cpu, ref client);
        Prepare(ref client, SystemCall.Call, ClientHandle);
    }

    /// <summary>
    /// The server, which waits, gets the client's call and becomes this CPU's thread, about to answer without a
    /// deadline.
    /// </summary>
    internal readonly void BeginReply(ref CpuBlock cpu)
    {
        BeginCall(ref cpu);
        KernelObjects.Thread(Client).Context.ELR_EL1 += sizeof(uint);
        _ = Ports.Call(ref cpu, ref KernelObjects.Thread(Client));
        ref Thread server = ref KernelObjects.Thread(Server);
        ReplyToken token = server.Context.Message.Token;
        Prepare(ref server, SystemCall.ReplyReceive, ServerHandle);
        server.Context.Message.Token = token;
    }

    /// <summary>Ends both processes; <see cref="Release"/> follows.</summary>
    internal readonly void End()
    {
        if (!_clients.IsNone)
        {
            ProcessLife.End(ref Clients, ExitCause.Killed, 0);
        }

        if (!_servers.IsNone)
        {
            ProcessLife.End(ref Servers, ExitCause.Killed, 0);
        }
    }

    /// <summary>Releases the processes, which were taken apart.</summary>
    internal readonly void Release()
    {
        UserLoop.FinishChores();
        ulong daif = KernelLock.Acquire();
        if (!_clients.IsNone)
        {
            ObjectReferences.Release(_clients);
        }

        if (!_servers.IsNone)
        {
            ObjectReferences.Release(_servers);
        }

        KernelLock.Release(daif);
        UserLoop.FinishChores();
    }

    private static void Prepare(ref Thread thread, SystemCall number, ulong handle)
    {
        const int callNumber = 8;
        thread.Context.SetRegister(callNumber, (ulong)number);
        thread.Context.Message.Port = new AnyHandle(handle);
        thread.Context.Message.Deadline = Deadline.Never;
        thread.Context.Message.Info = default;
        thread.Context.Message.Token = default;
        thread.Context.ELR_EL1 = Code;
        thread.Context.SPSR_EL1 = UserContext.EL0t | InterruptsMasked;
    }

    private readonly ulong AddHandle(ref Process process) =>
        ProcessHandles.AddNew(ref process, ObjectKind.Port, Port, Rights.Send | Rights.Receive, 0).Value.Value;

    private static uint AddThread(ref CpuBlock cpu, Slot<Process> process, byte priority) =>
        ThreadLife.Create(ref KernelObjects.Process(process), Code + sizeof(uint), 0, 0, priority, cpu.AffinityBit).Value.Index;

    // With its page of code. None: there is no room.
    private static Slot<Process> MakeProcess()
    {
        Result<Slot<Process>> slot = ProcessLife.Create(default, Frames, Objects, Handles, 0);
        if (!slot.IsOk)
        {
            return default;
        }

        Result<Slot<MemoryObject>> memory = MemoryObjects.CreateAnonymous(slot.Value, FrameSize.Bytes);
        if (!memory.IsOk)
        {
            return slot.Value;
        }

        Result<PhysicalAddress> page = MemoryObjects.Page(ref KernelObjects.Memory(memory.Value), 0, create: true);
        if (page.IsOk)
        {
            DirectMap ram = default;
            ram.Write64(page.Value, CallAndForEver);
            ram.Write64(page.Value + 8, SleepNumber);
            ram.Write64(page.Value + 16, Back);
            _ = AddressSpaces.Map(
                ref KernelObjects.Process(slot.Value),
                memory.Value,
                0,
                Code,
                FrameSize.Bytes,
                Protection.UserExecute,
                Rights.Read | Rights.Execute);
        }

        ObjectReferences.Release(memory.Value);
        return slot.Value;
    }
}
