// Two passes: the first finds the catcher, running filters; the second runs finally blocks up to there, then the handler, and continues
// where it says. If no one catches, the process ends with type, message and addresses on the console.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static unsafe class Exceptions
{
    // SAFETY (whole file): a reference kept as a number is on the stack or in the collector's roots; objects do not move.
    private const ulong NullPages = 65536;
    private const ulong UnhandledCode = 0xE100;
    private const ulong StackOverflowCode = 0xE200;
    private const ulong PageBytes = 4096;
    private const int TopFrames = 16;
    private const int LastFrames = 8;

    // x29 and x30 among the saved registers, which begin with x19.
    private const int FramePointer = 10;
    private const int LinkRegister = 11;
    private static nint s_reserve;

    /// <summary>An OutOfMemoryException made in advance.</summary>
    internal static nint Reserve => s_reserve;

    internal static void Prepare() => s_reserve = ToAddress(new OutOfMemoryException { HasLimit = true });

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowOutOfMemory() => throw (OutOfMemoryException)FromAddress(s_reserve);

    internal static nint ToAddress(object value) => Unsafe.As<object, nint>(ref value);

    internal static object FromAddress(nint address) => Unsafe.As<nint, object>(ref address);

    [RuntimeExport("throw_exception")]
    private static void ThrowException(Exception? exception, Frame* frame)
    {
        exception ??= new NullReferenceException();
        exception.ForgetTrace();
        Dispatch(exception, frame, false);
    }

    [RuntimeExport("rethrow_exception")]
    private static void Rethrow(Frame* frame) =>
        Dispatch(Unsafe.As<Exception>(FromAddress(Threads.Current->Exceptions->Exception)), frame, false);

    [RuntimeExport("throw_fault")]
    private static void ThrowFault(ulong fault, ulong address, Frame* frame)
    {
        // A fault of the walk itself is due to damaged tables.
        Throw* running = Threads.Current->Exceptions;
        bool isNull = (running == null || !running->IsWalking)
            && fault is (ulong)FaultClass.Unmapped or (ulong)FaultClass.Permission
            && address < NullPages;
        if (!isNull)
        {
            Abort("Fault"u8, fault, address, frame);
        }

        Dispatch(new NullReferenceException(), frame, true);
    }

    private static void Dispatch(Exception exception, Frame* frame, bool isFault)
    {
        ThreadBlock* self = Threads.Current;
        Throw record = default;
        record.Exception = ToAddress(exception);
        record.Previous = self->Exceptions;
        Throw* previous = self->Exceptions;
        record.IsWalking = true;
        self->Exceptions = &record;
        StackWalk walk = new(*frame, isFault, previous, self->StackEnd);
        Clauses clauses = default;
        bool isCaught = false;
        while (!isCaught && walk.Enter())
        {
            if (record.Exception != s_reserve)
            {
                exception.AddToTrace(walk.Frame.PC);
            }

            isCaught = FindHandler(exception, ref walk, ref clauses, &record);
            if (!isCaught && !walk.Leave())
            {
                break;
            }
        }

        if (!isCaught && !walk.IsAtFilter)
        {
            Unhandled(exception, frame);
        }

        SecondPass(frame, isFault, previous, walk.Frame.StackPointer, isCaught ? clauses.Index : -1, &record);
        ulong next = 0;
        if (isCaught)
        {
            Note(&record, walk, clauses);
            record.DeadFrom = frame->StackPointer;
            record.DeadEnd = walk.Frame.StackPointer;
            next = Call(&record, exception, clauses.Handler);
        }

        // Records below the continuing frame have ended.
        Frame target = walk.Frame;
        while (self->Exceptions != null && (ulong)self->Exceptions < target.StackPointer)
        {
            self->Exceptions = self->Exceptions->Previous;
        }

        target.PC = isCaught ? next : target.PC;
        Native.Resume(&target, 0);
    }

    private static bool FindHandler(Exception exception, ref StackWalk walk, ref Clauses clauses, Throw* record)
    {
        clauses = new Clauses(walk.Unwinder);
        while (clauses.Next())
        {
            if (!walk.Covers(clauses) || clauses.Kind == Clauses.Finally)
            {
                continue;
            }

            if (clauses.Kind == Clauses.Typed)
            {
                if (TypeCast.IsInstanceOfException(clauses.Type, exception))
                {
                    return true;
                }

                continue;
            }

            Note(record, walk, clauses);
            record->IsFilter = true;
            bool isWanted = (Call(record, exception, clauses.FilterCode) & 0xFFFFFFFF) != 0;
            record->IsFilter = false;
            if (isWanted)
            {
                return true;
            }
        }

        return false;
    }

    // Runs finally blocks from the throw to the frame at the catcher's stack pointer; in that frame only those inside the catching clause.
    private static void SecondPass(Frame* frame, bool isFault, Throw* previous, ulong target, int clause, Throw* record)
    {
        StackWalk walk = new(*frame, isFault, previous, Threads.Current->StackEnd);
        while (walk.Enter())
        {
            bool isTarget = walk.Frame.StackPointer == target && clause >= 0;
            Clauses clauses = new(walk.Unwinder);
            while (clauses.Next() && !(isTarget && clauses.Index >= clause))
            {
                if (walk.Covers(clauses) && clauses.Kind == Clauses.Finally)
                {
                    Note(record, walk, clauses);
                    _ = Call(record, null, clauses.Handler);
                }
            }

            if (isTarget || !walk.Leave())
            {
                return;
            }
        }
    }

    // Runs a handler in the recorded frame.
    private static ulong Call(Throw* record, Exception? exception, ulong code)
    {
        record->IsWalking = false;
        ulong result = Native.CallFunclet(exception, code, &record->Frame);
        record->IsWalking = true;
        return result;
    }

    private static void Note(Throw* record, in StackWalk walk, in Clauses clauses)
    {
        record->Frame = walk.Frame;
        record->IsFault = walk.IsFault;
        record->Clause = clauses.Index;
        record->TryStart = clauses.TryStart;
        record->TryEnd = clauses.TryEnd;
    }

    [DoesNotReturn]
    private static void Unhandled(Exception exception, Frame* frame)
    {
        ExceptionReport.Write("Unhandled exception. "u8, exception);
        CrashDump.Write(frame);
        Exit(UnhandledCode);
    }

    // Runs on the emergency stack, as the thread's own is used up. Shows the frames nearest the overflow and the first ones.
    [DoesNotReturn]
    [RuntimeExport("stack_overflow")]
    private static void StackOverflow(Frame* frame)
    {
        DebugOutput.Write("Stack overflow.\n"u8);
        Limits.WriteStack(Threads.Current->StackEnd - Threads.Current->StackLow, Threads.LargestStackBytes);
        WriteFrames(frame, Threads.Current->StackEnd);
        CrashDump.Write(frame);
        Exit(StackOverflowCode);
    }

    // There may be hundreds of thousands, and clients wait for the process's end: so this follows the frame pointers, which every method
    // keeps, instead of the tables. A method without room for its frame has none yet: x30 has its caller.
    private static void WriteFrames(Frame* frame, ulong stackEnd)
    {
        // SAFETY: of the stack only the part between the frame's stack pointer and the end is read, upward only.
        DebugOutput.WritePlace(frame->PC);
        DebugOutput.WritePlace(frame->Saved[LinkRegister]);
        ulong last = frame->Saved[FramePointer];
        ulong above = frame->StackPointer;
        int count = 0;
        for (ulong at = last; at >= above && at <= stackEnd - 16; at = *(ulong*)at, count++)
        {
            above = at + 16;
            if (count < TopFrames)
            {
                DebugOutput.WritePlace(*(ulong*)(at + 8));
            }

            last = count < TopFrames || count >= TopFrames + LastFrames ? *(ulong*)last : last;
        }

        if (count > TopFrames + LastFrames)
        {
            DebugOutput.Write("   ... "u8);
            DebugOutput.WriteDecimal((uint)(count - TopFrames - LastFrames));
            DebugOutput.Write(" more\n"u8);
        }

        for (int left = Math.Min(count - TopFrames, LastFrames); left > 0; left--)
        {
            DebugOutput.WritePlace(*(ulong*)(last + 8));
            last = *(ulong*)last;
        }
    }

    [DoesNotReturn]
    private static void Abort(ReadOnlySpan<byte> what, ulong fault, ulong address, Frame* frame)
    {
        DebugOutput.Write(what);
        DebugOutput.Write(" "u8);
        DebugOutput.WriteHex(fault);
        DebugOutput.Write(" address "u8);
        DebugOutput.WriteHex(address);
        DebugOutput.Write("\n"u8);
        if (fault == (ulong)FaultClass.OutOfMemory)
        {
            Limits.Note(PageBytes);
            Limits.Write();
        }

        DebugOutput.WritePlace(frame->PC);
        CrashDump.Write(frame);
        Exit(UnhandledCode + fault);
    }

    [DoesNotReturn]
    internal static void Exit(ulong code)
    {
        while (true)
        {
            _ = Kernel.ProcessExit(code);
        }
    }
}
