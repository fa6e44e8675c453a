using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>Writes the table as a document, docs/SYSCALLS.md.</summary>
public static class DocumentWriter
{
    private const string Head =
        "# System calls\n\n" +
        "Made from `kernel/Abstractions/SystemCalls.table`. A test holds this file against the table; `RK_ACCEPT=1 make test\n" +
        "PART=Analyzers.Tests` writes it.\n\n" +
        "## How a call is added\n\n" +
        "1. **The table**: `kernel/Abstractions/SystemCalls.table` gets a call with the next number, its arguments and\n" +
        "   results with their types, the rights that its handles need, and its errors. The head of the file says what\n" +
        "   each line means. A new kind of number is a line in `bsp/Build/Analyzers/SystemCalls/ParameterType.cs`.\n" +
        "2. **The body**: a method of that name in `kernel/Core/Syscalls` (of a message call: in `Ports`). The compiler\n" +
        "   says which one is missing. It gets the running thread, then the arguments: a handle that was looked up is a\n" +
        "   `Slot<T>`, a number has its type and its limit was checked. One result is a `Result<T>`. Several are an\n" +
        "   `out NAMEResults`, which is generated with a member for each; such a call has at most three arguments. No\n" +
        "   result is an `ErrorCode`. A body reads and writes no register.\n" +
        "3. **Programs** call `Kernel.NAME(arguments, out results)`. There is nothing to write: the stub is generated.\n" +
        "   For a number that never changes, a member of `SystemItem` (kernel/Abstractions/SystemItem.cs) needs no new call.\n" +
        "4. **Tests**: suite `hostile` and the kernel's model tests make the call with random arguments at once; a new\n" +
        "   kind of number needs a line in `HostileCalls.Number`. What the call is for gets a test in `services/SelfTest`.\n" +
        "5. **This page**: `RK_ACCEPT=1 make test PART=Analyzers.Tests`.\n\n" +
        "## Registers\n\n" +
        "`SVC #0` with the number in x8, arguments from x0. On return x0 holds the error (0: none), results follow from x1; x19 to x30, "
            + "SP, the SIMD\n" +
        "registers v8 to v15 (low halves), FPCR, FPSR and TPIDR_EL0 are kept. The others are either as they were or zero: nothing of the "
            + "kernel's is in them.\n" +
        "An unknown number is NotSupported. The kernel follows no address of the caller's: what is longer than the registers goes through "
            + "memory objects.\n\n" +
        "A *handle* names an object and carries rights: `send receive manage duplicate transfer read write execute`. Zero is no handle. "
            + "Deadlines are values\n" +
        "of CNTVCT_EL0; 0 does not wait, 2^64-1 waits for ever.\n\n" +
        "A *message* has other registers: x0 port (on return the error), x1 deadline (badge), x2 label, number of words, number of handles "
            + "and kind\n" +
        "(`MessageInfo`), x3 and x4 up to four handles, x5 the token that a reply names, x10 to x17 the words.\n\n" +
        "*Programs* of another system make the calls that say so through their personality "
            + "([ARCHITECTURE.md](ARCHITECTURE.md#real-net-programs)).\n\n" +
        "## Table\n\n| number | call | arguments | results | errors | waits | programs |\n|---|---|---|---|---|---|---|\n";

    /// <summary>The text of docs/SYSCALLS.md.</summary>
    public static string Write(SystemCallTable table)
    {
        StringBuilder text = new(Head);
        foreach (SystemCallEntry call in table.Calls)
        {
            text.Append("| ").Append(call.Number).Append(" | [").Append(call.Name).Append("](#").Append(
                call.Name.ToLowerInvariant()).Append(") | ")
                .Append(string.Join(", ", call.Arguments.Select(a => a.Name))).Append(" | ").Append(
                    string.Join(", ", call.Results.Select(r => r.Name))).Append(" | ")
                .Append(string.Join(", ", call.AllErrors.Select(e => e.Name))).Append(" | ").Append(
                    call.Blocks ? "may wait" : "").Append(" | ").Append(
                        call.IsForPrograms ? "yes" : "").Append(" |\n");
        }

        text.Append("\n## Calls\n");
        foreach (SystemCallEntry call in table.Calls)
        {
            text.Append("\n### ").Append(call.Name).Append("\n\n").Append(call.Text).Append('\n');
            WriteList(text, call.Arguments.Select(a => Place(a) + " `" + a.Name + "`: " + Meaning(a)));
            WriteList(text, call.Results.Select(r => "result " + Place(r) + " `" + r.Name + "`" + ResultMeaning(r)));
            WriteList(text, call.AllErrors.Select(e => e.Name + ": " + e.Text));
        }

        return text.ToString();
    }

    private static void WriteList(StringBuilder text, IEnumerable<string> lines)
    {
        string joined = string.Join("\n", lines.Select(line => "- " + line));
        text.Append(joined.Length == 0 ? "" : "\n" + joined + "\n");
    }

    // The registers of a parameter.
    private static string Place(CallParameter parameter) => parameter.IsMessage ? "x2 to x4, x10 to x17"
        : parameter.Registers == 1 ? "x" + parameter.Register
        : "x" + parameter.Register + " to x" + (parameter.Register + parameter.Registers - 1);

    private static string Meaning(CallParameter argument)
    {
        string rights = argument.Rights.Count == 0 ? "" : " with " + string.Join(", ", argument.Rights);
        string zero = !argument.IsOptional ? "" : argument.Type == "Port" ? " (0: none)" : " (0: the caller's own)";
        return argument.IsAnyObject ? "handle of any kind" + rights
            : argument.IsObject ? argument.Type + " handle" + rights + (argument.IsLookedUpLater ? " with the rights asked for" : "") + zero
            : Number(argument);
    }

    private static string Number(CallParameter argument) => argument.Words != 0 ? argument.Words + " words"
        : argument.Number is not ParameterType number || number.Meaning.Length == 0 ? argument.Type
        : number.Meaning;

    private static string ResultMeaning(CallParameter result) => result.Type switch
    {
        "new" => ": a new handle",
        "foreign" => ": a handle of that process",
        "message" => ": what comes",
        _ => result.Number is ParameterType { Meaning.Length: > 0 } number ? ": " + number.Meaning : "",
    };
}
