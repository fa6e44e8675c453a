// Device interrupts for drivers in user space: held when they fire, reported as a message, released when acknowledged.

using System.Runtime.CompilerServices;
using RustKernel.Exceptions;
using RustKernel.Objects;
using RustKernel.Smp;

namespace RustKernel.Ipc;

/// <summary>Interrupt objects. Under the kernel lock, except the handler.</summary>
public sealed class InterruptObjects : InterruptHandler
{
    private static readonly InterruptObjects s_instance = new();

    private InterruptObjects()
        : base(holdsLines: true)
    {
    }

    // A class of its own: when one field has an initialiser, all fields of the class lie in the Image, including zeroes.
    private static class Lines
    {
        internal static ObjectOfLine Owners;
    }

    [InlineArray(1024)]
    private struct ObjectOfLine
    {
        private ushort _first;
    }

    /// <summary>
    /// Makes an object for the interrupt of <paramref name="specifier"/>, masked and not reported
    /// anywhere yet. AlreadyExists: it has a handler; OutOfMemory; otherwise the controller's
    /// errors.
    /// </summary>
    public static Result<Slot<InterruptObject>> Create(Slot<Process> owner, InterruptSpecifier specifier)
    {
        uint intid = specifier.Intid.Value;
        if (intid >= 1024 || specifier.Intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<Slot<InterruptObject>> slot = KernelObjects.Allocate<InterruptObject>(owner);
        if (!slot.IsOk)
        {
            return slot;
        }

        ref InterruptObject interrupt = ref KernelObjects.Interrupt(slot.Value);
        interrupt.Specifier = specifier;
        if (Lines.Owners[(int)intid] != 0)
        {
            ObjectReferences.Release(slot.Value);
            return ErrorCode.AlreadyExists;
        }

        Lines.Owners[(int)intid] = (ushort)slot.Value.Index;
        return slot;
    }

    /// <summary>
    /// Reports to the port of <see cref="Notices.Bind"/> from now on: registers the line and
    /// enables it. Errors as <see cref="Interrupts.Register"/>.
    /// </summary>
    public static ErrorCode Connect(ref InterruptObject interrupt)
    {
        ErrorCode error = interrupt.IsConnected ? ErrorCode.None : Interrupts.Register(interrupt.Specifier, s_instance);
        interrupt.IsConnected |= error == ErrorCode.None;
        return error;
    }

    /// <summary>The driver has served its device: the line may fire again. InvalidState: it was never connected.</summary>
    public static ErrorCode Acknowledge(ref InterruptObject interrupt)
    {
        if (!interrupt.IsConnected || Interrupts.Controller is not InterruptController controller)
        {
            return ErrorCode.InvalidState;
        }

        // A program may acknowledge as often as it likes; once for each time that the line fired is enough.
        bool isHeld = interrupt.IsHeld;
        interrupt.IsHeld = false;
        return isHeld ? controller.LetGo(interrupt.Specifier.Intid) : ErrorCode.None;
    }

    /// <summary>No one refers to it any more: masks the line.</summary>
    public static void TakeApart(ref InterruptObject interrupt)
    {
        if (interrupt.IsConnected)
        {
            _ = Interrupts.Unregister(interrupt.Specifier.Intid);
        }

        ref ushort owner = ref Lines.Owners[(int)(interrupt.Specifier.Intid.Value & 1023)];
        if (owner == interrupt.Header.Slot)
        {
            owner = 0;
        }

        Notices.Bind(interrupt.Slot.Source, default, Badge.None);
    }

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        KernelLock.Enter();
        Slot<InterruptObject> slot = new(Lines.Owners[(int)(intid.Value & 1023)]);
        if (!slot.IsNone)
        {
            ref InterruptObject interrupt = ref KernelObjects.Interrupt(slot);
            interrupt.Pending++;
            interrupt.IsHeld = true;
            _ = Notices.Raise(slot.Source);
        }

        KernelLock.Leave();
    }
}
