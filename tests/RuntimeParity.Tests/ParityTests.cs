// The cases of suites runtime and exceptions under .NET: a case says what it expects, so one that passes here and on the target behaves the same
// on both. The target's side runs in the suites of the image.

using System.Text;
using RustKernel.RuntimeTest;
using Xunit;

namespace RustKernel.Tests;

public sealed class ParityTests
{
    public static TheoryData<string, int> RuntimeNames => Names(RuntimeTests.Runtime);

    public static TheoryData<string, int> ExceptionNames => Names(RuntimeTests.Exceptions);

    [Theory]
    [MemberData(nameof(RuntimeNames))]
    public void The_language_and_the_library_behave_as_in_dotnet(string name, int test)
    {
        Assert.NotEmpty(name);
        RuntimeCases.Run(test);
    }

    [Theory]
    [MemberData(nameof(ExceptionNames))]
    public void Exceptions_flow_as_in_dotnet(string name, int test)
    {
        Assert.NotEmpty(name);
        ExceptionCases.Run(test);
    }

    public static TheoryData<string, int> AsyncNames => Names(RuntimeTests.Async);

    [Theory]
    [MemberData(nameof(AsyncNames))]
    public void Tasks_behave_as_in_dotnet(string name, int test)
    {
        Assert.NotEmpty(name);
        AsyncCases.Run(test);
    }

    private static TheoryData<string, int> Names(int suite)
    {
        TheoryData<string, int> data = [];
        string[] names = Encoding.ASCII.GetString(RuntimeTests.TestNames(suite)).Split(' ');
        for (int i = 0; i < names.Length; i++)
            data.Add(names[i], i);
        return data;
    }
}
