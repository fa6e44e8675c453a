using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>A system call: number, name, arguments, results, errors, and how the kernel runs it.</summary>
public sealed class SystemCallEntry
{
    /// <summary>services/Native/Calls.S has an entry for each number of arguments up to this.</summary>
    public const int MostArgumentsOfSeveralResults = 3;

    internal SystemCallEntry(uint number, string name, IReadOnlyCollection<string> flags)
    {
        Number = number;
        Name = name;
        Flags = flags;
    }

    /// <summary>Its number, in x8.</summary>
    public uint Number { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it does, a sentence or two.</summary>
    public string Text { get; internal set; } = "";

    /// <summary>Arguments from x0.</summary>
    public List<CallParameter> Arguments { get; } = new();

    /// <summary>Results from x1.</summary>
    public List<CallParameter> Results { get; } = new();

    /// <summary>Errors written in the table.</summary>
    public List<CallError> Errors { get; } = new();

    /// <summary>True when the exception vector calls its body itself.</summary>
    public bool IsFromVector => Flags.Contains("vector");

    /// <summary>True when its registers are a message's.</summary>
    public bool IsMessage => Flags.Contains("message");

    /// <summary>True when its body decides which thread continues.</summary>
    public bool Switches => Flags.Contains("switches");

    /// <summary>True when it is dispatched before the other calls.</summary>
    public bool IsEarly => Flags.Contains("early");

    /// <summary>True when its body needs the CPU's block.</summary>
    public bool WantsCpu => Flags.Contains("cpu") || Switches;

    /// <summary>True when it may wait.</summary>
    public bool Blocks => Flags.Contains("blocks");

    /// <summary>True when it may end the caller.</summary>
    public bool Ends => Flags.Contains("ends");

    /// <summary>True when a program of another system may make it through its personality.</summary>
    public bool IsForPrograms => Flags.Contains("program");

    /// <summary>True when its first result is a new handle.</summary>
    public bool GivesHandle => Results.Count > 0 && Results[0].Type == "new";

    /// <summary>True when it returns several results in a structure.</summary>
    public bool HasResultStructure => !IsMessage && Results.Count > 1;

    /// <summary>The structure's name.</summary>
    public string ResultStructure => Name + "Results";

    /// <summary>All errors: those that follow from its handles, then those of the table; one of each name.</summary>
    public IReadOnlyList<CallError> AllErrors
    {
        get
        {
            List<CallError> all = new();
            foreach (CallParameter argument in Arguments.Where(a => a.IsObject || a.IsAnyObject))
            {
                Add(all, new CallError("NotFound", "no such handle, or its object is gone", isRare: false));
                if (argument.IsObject)
                {
                    Add(all, new CallError("InvalidArgument", "a handle to another kind of object", isRare: false));
                }

                if (argument.Rights.Count > 0 || argument.IsLookedUpLater)
                {
                    Add(all, new CallError("AccessDenied", "a handle without the right", isRare: false));
                }
            }

            foreach (CallError error in Errors)
            {
                Add(all, error);
            }

            return all;
        }
    }

    private IReadOnlyCollection<string> Flags { get; }

    private static void Add(List<CallError> all, CallError error)
    {
        int at = all.FindIndex(e => e.Name == error.Name);
        if (at < 0)
        {
            all.Add(error);
        }
        else if (all[at].Text != error.Text)
        {
            all[at] = new CallError(error.Name, all[at].Text + "; " + error.Text, all[at].IsRare && error.IsRare);
        }
    }
}
