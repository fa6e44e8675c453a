// One test of a suite.

namespace RustKernel.Build.Analyzers.Suites;

/// <summary>A method marked [Test].</summary>
public sealed class SuiteTest
{
    /// <summary>The test <paramref name="name"/> in <paramref name="method"/>.</summary>
    public SuiteTest(string name, string method, bool isTask)
    {
        Name = name;
        Method = method;
        IsTask = isTask;
    }

    /// <summary>Its name in results: that of the method with underscores, unless [Test] gives another.</summary>
    public string Name { get; }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>It returns a Task, which is waited for.</summary>
    public bool IsTask { get; }
}
