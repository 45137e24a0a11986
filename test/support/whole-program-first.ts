import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Begins with the files that start the whole program, a database or a browser: the short ones are left for the end, where
 * no worker should be alone with a long one. Within both it is the runner's own order.
 */
export class WholeProgramFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isUnit = ({ moduleId }: TestSpecification) => moduleId.includes('/test/unit/');
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !isUnit(file)), ...sorted.filter(isUnit)];
  }
}
