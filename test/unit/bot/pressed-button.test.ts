import { describe, expect, it } from 'vitest';
import { readPress, readWindowPress } from '../../../src/bot/pressed-button.ts';

const body = {
  trigger_id: '1.2.x',
  user: { id: 'U1' },
  container: { type: 'message', channel_id: 'C1', message_ts: '17.1', thread_ts: '10.0' },
  message: { text: '离职原因报告' },
};
const action = { type: 'button', action_id: 'report_stop', value: 'r1' };

describe('a pressed button', () => {
  it('names action, value, person, message and thread', () => {
    expect(readPress(body, action)).toEqual({
      deliveryId: '1.2.x',
      text: '离职原因报告',
      input: {
        action: 'report_stop',
        value: 'r1',
        user: 'U1',
        message: { channel: 'C1', ts: '17.1' },
        thread: '10.0',
        trigger: '1.2.x',
      },
    });
  });

  it('has no thread outside threads', () => {
    const container = { channel_id: 'C1', message_ts: '17.1' };
    expect(readPress({ ...body, container }, action)?.input.thread).toBeNull();
  });

  it('is nothing else', () => {
    expect(readPress(body, { ...action, type: 'static_select' })).toBeNull();
    expect(readPress({ ...body, container: { type: 'view', view_id: 'V1' } }, action)).toBeNull();
  });
});

describe('a button pressed in a window', () => {
  const inView = (type: string) => ({ trigger_id: '1.3.x', user: { id: 'U1' }, view: { id: 'V1', type } });

  it('names the window, and none on App Home', () => {
    const input = { action: 'report_stop', value: 'r1', user: 'U1', trigger: '1.3.x' };
    expect(readWindowPress(inView('modal'), action)).toEqual({ ...input, window: { id: 'V1' } });
    expect(readWindowPress(inView('home'), action)).toEqual({ ...input, window: null });
  });

  it('is nothing else', () => {
    expect(readWindowPress(body, action)).toBeNull();
  });
});
