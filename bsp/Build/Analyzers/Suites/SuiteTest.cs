namespace RustKernel.Build.Analyzers.Suites;

/// <summary>One test of a suite: a method marked [Test].</summary>
public sealed class SuiteTest
{
    /// <summary>The test <paramref name="name"/> in <paramref name="method"/>.</summary>
    public SuiteTest(string name, string method, bool isTask)
    {
        Name = name;
        Method = method;
        IsTask = isTask;
    }

    /// <summary>Its name in results: the method's name with underscores, unless [Test] gives another.</summary>
    public string Name { get; }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>True when it returns a Task to wait for.</summary>
    public bool IsTask { get; }
}
