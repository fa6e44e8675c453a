using System.Collections.Generic;

namespace RustKernel.Build.Analyzers.Suites;

/// <summary>One class marked [Suite], with tests. A suite may have several, distinguished by their part.</summary>
public sealed class SuitePart
{
    /// <summary>
    /// The class <paramref name="className"/> of <paramref name="suite"/>;
    /// <paramref name="program"/> is empty for tests in the kernel.
    /// </summary>
    public SuitePart(
        string suite,
        int order,
        int part,
        bool isByNameOnly,
        bool needsServices,
        int seconds,
        string space,
        string className,
        string program)
    {
        Suite = suite;
        Order = order;
        Part = part;
        IsByNameOnly = isByNameOnly;
        NeedsServices = needsServices;
        Seconds = seconds;
        Namespace = space;
        ClassName = className;
        Program = program;
    }

    /// <summary>The suite's name.</summary>
    public string Suite { get; }

    /// <summary>Its place in <c>test=all</c>: smaller comes first.</summary>
    public int Order { get; }

    /// <summary>The class's place among those of the suite.</summary>
    public int Part { get; }

    /// <summary>True when it is not part of <c>test=all</c>.</summary>
    public bool IsByNameOnly { get; }

    /// <summary>True when its tests run in a service among all the others.</summary>
    public bool NeedsServices { get; }

    /// <summary>The time limit of one of its tests; 0 for the runner's own limit.</summary>
    public int Seconds { get; }

    /// <summary>The class's namespace.</summary>
    public string Namespace { get; }

    /// <summary>The class.</summary>
    public string ClassName { get; }

    /// <summary>The program at EL0 that has the tests; empty when the kernel has them.</summary>
    public string Program { get; }

    /// <summary>True when the class has its own Run, which calls RunTest.</summary>
    public bool HasRun { get; set; }

    /// <summary>The tests in order.</summary>
    public List<SuiteTest> Tests { get; } = new();
}
